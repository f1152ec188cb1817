import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '@safeai/core';
import canonicalize from 'canonicalize';

/** What a definition is known by. */
export interface DefinitionDigest {
  /** sha256 of its canonical JSON (RFC 8785), hex. */
  readonly sha256: string;
  /** The first 16 digits of the same for each of its fields: they say what has changed. */
  readonly parts: Readonly<Record<string, string>>;
}

/**
 * Digests a definition: every field of it.
 *
 * @throws Error for what has no canonical form, and RangeError for what is too deep
 */
export function digestOf(definition: JsonObject): DefinitionDigest {
  const parts = Object.fromEntries(
    Object.keys(definition)
      .filter((field) => field !== 'name')
      .sort()
      .map((field) => [field, sha256Of(definition[field] ?? null).slice(0, PART_DIGITS)]),
  );
  return { sha256: sha256Of(definition), parts };
}

/** Fields that differ between two definitions. */
export function changedParts(
  before: DefinitionDigest['parts'],
  after: DefinitionDigest['parts'],
): readonly string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter((field) => before[field] !== after[field]).sort();
}

/** sha256 of the canonical JSON of a value, hex. */
export function sha256Of(value: JsonValue): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}

const PART_DIGITS = 16;
