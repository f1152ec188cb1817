import type { JsonValue } from '@safeai/core';

/** A step into a value: a key of an object or a place in a list. */
export type Step = string | number;

/** One place at which two values differ. */
export type Change =
  | { readonly kind: 'added'; readonly path: readonly Step[]; readonly after: JsonValue }
  | { readonly kind: 'removed'; readonly path: readonly Step[]; readonly before: JsonValue }
  | {
      readonly kind: 'changed';
      readonly path: readonly Step[];
      readonly before: JsonValue;
      readonly after: JsonValue;
    };

/**
 * Where two JSON values differ, place by place: keys by name, lists by position. What is removed from the end of a list
 * comes last place first, so that the changes can be carried out in their order. O(size of both).
 */
export function jsonDiff(before: JsonValue, after: JsonValue): readonly Change[] {
  const changes: Change[] = [];
  collect({ before, after, path: [], changes });
  return changes;
}

interface Pair {
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly path: readonly Step[];
  readonly changes: Change[];
}

function collect({ before, after, path, changes }: Pair): void {
  if (isList(before) && isList(after)) collectList(before, after, path, changes);
  else if (isObject(before) && isObject(after)) collectObject(before, after, path, changes);
  else if (!Object.is(before, after)) changes.push({ kind: 'changed', path, before, after });
}

function collectList(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  path: readonly Step[],
  changes: Change[],
): void {
  for (const [at, value] of after.entries()) {
    const place = [...path, at];
    const old = before[at];
    if (old === undefined) changes.push({ kind: 'added', path: place, after: value });
    else collect({ before: old, after: value, path: place, changes });
  }
  for (let at = before.length - 1; at >= after.length; at--) {
    changes.push({ kind: 'removed', path: [...path, at], before: before[at] as JsonValue });
  }
}

function collectObject(
  before: Readonly<Record<string, JsonValue>>,
  after: Readonly<Record<string, JsonValue>>,
  path: readonly Step[],
  changes: Change[],
): void {
  const old = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(after)) {
    const place = [...path, key];
    const was = old.get(key);
    if (was === undefined) changes.push({ kind: 'added', path: place, after: value });
    else collect({ before: was, after: value, path: place, changes });
    old.delete(key);
  }
  for (const [key, value] of old) {
    changes.push({ kind: 'removed', path: [...path, key], before: value });
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
