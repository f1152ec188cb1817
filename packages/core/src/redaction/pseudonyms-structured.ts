import type { JsonObject, JsonValue } from '../json.ts';
import { pseudonymsIn, restorePseudonyms } from './pseudonyms.ts';

/** The distinct pseudonyms in the strings of a payload; keys are passed over. O(size). */
export function pseudonymsInPayload(payload: JsonValue): string[] {
  const found = new Set<string>();
  const waiting = [payload];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string')
      for (const pseudonym of pseudonymsIn(value)) found.add(pseudonym);
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) if (inner !== null) waiting.push(inner);
  }
  return [...found];
}

/**
 * A copy of a payload with values in the place of the pseudonyms in its strings; keys stay. O(size), and as
 * deep a recursion as the payload: for payloads within the limits.
 */
export function restorePayload(
  payload: JsonObject,
  valueOf: (pseudonym: string) => string | undefined,
): JsonObject {
  const restore = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return restorePseudonyms(value, valueOf);
    if (typeof value !== 'object' || value === null) return value;
    return Array.isArray(value) ? value.map(restore) : restoreObject(value as JsonObject);
  };
  // Defined one by one: an own key named `__proto__` must stay an own key.
  const restoreObject = (object: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [key, restore(value ?? null)] as const),
    );
  return restoreObject(payload);
}
