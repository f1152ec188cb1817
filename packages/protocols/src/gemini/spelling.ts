import type { JsonObject, JsonValue } from '@safeai/core';
import type { Shape } from '../shape/shape.ts';

/** The provider reads and writes each name in two spellings: `finishReason`, `finish_reason`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Fields under both spellings of their names. */
export function bothSpellings(shapes: Readonly<Record<string, Shape>>): Record<string, Shape> {
  return Object.fromEntries(
    Object.entries(shapes).flatMap(([name, shape]) => [
      [name, shape],
      [snakeCase(name), shape],
    ]),
  );
}

/** A field's value under the one spelling or the other. */
export function spelled(object: JsonObject | undefined, name: string): JsonValue | undefined {
  if (object === undefined) return undefined;
  if (Object.hasOwn(object, name)) return object[name];
  const snake = snakeCase(name);
  return Object.hasOwn(object, snake) ? object[snake] : undefined;
}

/** The objects of a list that a field holds. */
export function objectsOf(object: JsonObject | undefined, name: string): readonly JsonObject[] {
  const value = spelled(object, name);
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).filter(isObject);
}

/** An object that a field holds. */
export function spelledObject(
  object: JsonObject | undefined,
  name: string,
): JsonObject | undefined {
  const value = spelled(object, name);
  return value !== undefined && isObject(value) ? value : undefined;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
