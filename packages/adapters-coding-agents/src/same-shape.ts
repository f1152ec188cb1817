import type { JsonObject, JsonValue } from '@safeai/core';
import { isObject } from './envelope.ts';

/**
 * A result in the shape of the one that it replaces: hosts refuse a result of another shape and show the first one.
 * What was redacted as a text where a number stood becomes 0.
 */
export function inShapeOf(first: JsonValue, changed: JsonValue): JsonValue {
  if (typeof first === 'number') return typeof changed === 'number' ? changed : 0;
  if (Array.isArray(first) && Array.isArray(changed)) {
    const items = first as readonly JsonValue[];
    return changed.map((item: JsonValue, at) => inShapeOf(items[at] ?? null, item));
  }
  if (isObject(first) && isObject(changed)) {
    return mapObject(changed, (item, name) => inShapeOf(first[name] ?? null, item));
  }
  return changed;
}

/** A result of the same shape in which a notice stands for every text, and 0 for every number. */
export function withheld(value: JsonValue, notice: string): JsonValue {
  if (typeof value === 'string') return notice;
  if (typeof value === 'number') return 0;
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    if (items.length > 0 && items.every(isContent)) return [{ type: 'text', text: notice }];
    return items.map((item) => withheld(item, notice));
  }
  if (isObject(value)) {
    const names = Object.fromEntries(
      Object.entries(value).filter(([name]) => PLAIN_NAME.test(name)),
    );
    return mapObject(names, (item, name) =>
      name === 'type' && typeof item === 'string' && PLAIN_NAME.test(item)
        ? item
        : withheld(item, notice),
    );
  }
  return value;
}

/** Other names may themselves be what is withheld. */
const PLAIN_NAME = /^[A-Za-z_]{1,32}$/;

/** A part of what a tool of MCP answers: `{"type": "text", "text": "…"}`. */
function isContent(value: JsonValue): boolean {
  return isObject(value) && typeof value.type === 'string';
}

function mapObject(
  object: JsonObject,
  change: (item: JsonValue, name: string) => JsonValue,
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, item]) => [name, change(item, name)]),
  );
}
