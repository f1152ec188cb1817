import type { JsonValue } from '@safeai/core';
import type { Edit } from './apply-edits.ts';
import type { JsonPath } from './path.ts';

/**
 * The fewest edits that make one value of another: only what differs, as deep as both have the same keys or the
 * same number of items. Linear, without recursion.
 *
 * @param path where the value stands in its document
 */
export function editsBetween(before: JsonValue, after: JsonValue, path: JsonPath = []): Edit[] {
  const edits: Edit[] = [];
  const open: { before: JsonValue; after: JsonValue; path: JsonPath }[] = [{ before, after, path }];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (Object.is(pair.before, pair.after)) continue;
    const steps = sharedSteps(pair.before, pair.after);
    if (steps === undefined) {
      edits.push({ path: pair.path, value: pair.after });
      continue;
    }
    for (const step of steps) {
      open.push({
        before: childOf(pair.before, step),
        after: childOf(pair.after, step),
        path: [...pair.path, step],
      });
    }
  }
  return edits;
}

/** The keys or indices of two containers that have the same; undefined if they have not. */
function sharedSteps(before: JsonValue, after: JsonValue): (string | number)[] | undefined {
  if (typeof before !== 'object' || typeof after !== 'object') return undefined;
  if (before === null || after === null) return undefined;
  if (Array.isArray(before) !== Array.isArray(after)) return undefined;
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length) return undefined;
  if (!keys.every((key) => Object.hasOwn(after, key))) return undefined;
  return Array.isArray(before) ? keys.map(Number) : keys;
}

function childOf(container: JsonValue, step: string | number): JsonValue {
  return (container as Readonly<Record<string | number, JsonValue>>)[step] as JsonValue;
}
