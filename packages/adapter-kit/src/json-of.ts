import type { JsonObject, JsonValue } from '@safeai/core';

/**
 * A value as JSON says it: what is judged, and all that goes on. Undefined is null, as a tool that answers nothing does; fields
 * that JSON has no word for are left out. Undefined for what cannot be said at all (cycles, bigint). Linear.
 */
export function jsonOf(value: unknown): JsonValue | undefined {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return null;
  try {
    return JSON.parse(JSON.stringify(value)) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The parameters of a call; what is no object stands under the name `input`. */
export function parametersOf(value: unknown): JsonObject | undefined {
  const json = jsonOf(value);
  if (json === undefined) return undefined;
  return isJsonObject(json) ? json : { input: json };
}

function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON as a text: a string is itself. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
