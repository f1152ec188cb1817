import type { JsonObject, JsonValue } from '@safeai/core';
import type { JsonPath } from '../json/path.ts';

/** The way from a chunk's `delta` to a text: names, and for an item of a list what tells it from the others. */
export type Way = readonly (string | JsonObject)[];

/** The steps below `choices[n].delta`, or below `choices[n]`; items of lists keep what a client tells them apart by. */
export function wayTo(path: JsonPath, chunk: JsonObject, above: number): Way {
  let at: JsonValue = chunk;
  const way: (string | JsonObject)[] = [];
  for (const [depth, step] of path.entries()) {
    at = (at as Readonly<Record<string | number, JsonValue>>)[step] as JsonValue;
    if (depth < above) continue;
    way.push(typeof step === 'string' ? step : identityOf(at as JsonObject));
  }
  return way;
}

function identityOf(item: JsonObject): JsonObject {
  const names = Object.hasOwn(item, 'index') ? ['index', 'type'] : ['id', 'type'];
  return Object.fromEntries(
    names
      .filter((name) => Object.hasOwn(item, name))
      .map((name) => [name, item[name] as JsonValue]),
  );
}

/** What a `delta` says where it has a text at the end of a way and nothing else. */
export function along(way: Way, text: string): JsonObject {
  let value: JsonValue = text;
  for (const step of [...way].reverse()) {
    value = typeof step === 'string' ? { [step]: value } : [{ ...step, ...(value as JsonObject) }];
  }
  return value as JsonObject;
}
