import type { JsonObject, JsonValue } from '@safeai/core';

/** A count that a body states; null where it states none. Zero is stated. */
export function countOf(object: JsonObject | undefined, key: string): number | null {
  const value = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** An object that a field holds, if it holds one. */
export function objectOf(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value: JsonValue | undefined =
    object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** A sum in which what is not said counts nothing; null where nothing is said. */
export function sumOf(...counts: readonly (number | null)[]): number | null {
  const said = counts.filter((count) => count !== null);
  return said.length === 0 ? null : said.reduce((sum, count) => sum + count, 0);
}
