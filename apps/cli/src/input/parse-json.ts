import { parseStrictJson, SafeAIError, type JsonValue } from '@safeai/core';
import { UsageError } from '../errors/usage-error.ts';

/** What is too large to be scanned is refused by the scan, which knows the configured limits. */
const LIMITS = { jsonDepth: 512, jsonLeaves: Infinity };

/**
 * Strict JSON; see `parseStrictJson` of core. A byte order mark is left out.
 *
 * @param name how messages call it: `standard input`, the file, or an option
 * @throws UsageError that never quotes the text
 */
export function parseJson(text: string, name: string): JsonValue {
  try {
    return parseStrictJson(text.startsWith('\uFEFF') ? text.slice(1) : text, LIMITS, name);
  } catch (error) {
    if (SafeAIError.isInstance(error)) throw new UsageError(withPlace(error, name));
    throw error;
  }
}

/** `data.json:3:5 is not valid JSON` where the place is known. */
function withPlace({ message, details }: SafeAIError, name: string): string {
  const [at] = details;
  if (at?.line === undefined || at.column === undefined) return message;
  return `${name}:${at.line}:${at.column} is not valid JSON`;
}
