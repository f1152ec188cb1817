import type { JsonObject, JsonValue } from '@safeai/core';

/** A count that a body states; null where it states none. Zero is stated. */
export function countOf(object: JsonObject | undefined, key: string): number | null {
  const value = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A whole number in a text, as some readers take it for the number. */
const DIGITS = /^\s*\+?\d+(?:\.0*)?\s*$/;

/**
 * The bound that a request sets: the highest, where it does so under several names, as providers differ in which of
 * them they read. Texts of digits count, as many read them as numbers, and 0 does not: some take it for no bound. Null
 * where it sets none.
 */
export function limitOf(object: JsonObject | undefined, ...keys: readonly string[]): number | null {
  const limits = keys.flatMap((key) => {
    const value = object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
    const limit = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
    return typeof limit === 'number' && limit > 0 ? [limit] : [];
  });
  if (limits.length === 0) return null;
  return Math.min(Math.ceil(Math.max(...limits)), Number.MAX_SAFE_INTEGER);
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
