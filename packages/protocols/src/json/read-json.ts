import { parseStrictJson, SafeAIError, type JsonLimits, type JsonValue } from '@safeai/core';

/** Bounds of a body where none are given. A request of 16 MiB with many images is one of few values. */
export const DEFAULT_BODY_LIMITS: JsonLimits = { jsonDepth: 64, jsonLeaves: 250_000 };

/** A body as it was written, and what it says. */
export interface ReadBody {
  readonly text: string;
  /** Numbers that no double holds are strings of their digits here; the text keeps them as they are. */
  readonly value: JsonValue;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a body that is to go on as it was written. Linear.
 *
 * @throws SafeAIError `malformed_json`: not UTF-8, not JSON, a key twice in an object; LimitExceededError
 */
export function readJson(
  body: Uint8Array | string,
  limits: JsonLimits = DEFAULT_BODY_LIMITS,
): ReadBody {
  const text = typeof body === 'string' ? body : decode(body);
  const value = parseStrictJson(text, limits, 'The body', { inexactNumbers: 'as_text' });
  return { text, value };
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new SafeAIError('malformed_json', 'The body is not valid UTF-8.');
  }
}
