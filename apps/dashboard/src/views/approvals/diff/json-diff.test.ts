import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@safeai/core';
import fc from 'fast-check';
import { jsonDiff, type Change, type Step } from './json-diff.ts';

const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }) as fc.Arbitrary<JsonValue>;

/** Carries changes out on a copy. */
function applied(before: JsonValue, changes: readonly Change[]): JsonValue {
  const root = { value: structuredClone(before) };
  for (const change of changes) {
    const path: Step[] = ['value', ...change.path];
    const last = path.pop() ?? '';
    let at: unknown = root;
    for (const step of path) at = Object.getOwnPropertyDescriptor(at, step)?.value;
    if (change.kind !== 'removed') {
      const value = structuredClone(change.after);
      const own = { value, writable: true, enumerable: true, configurable: true };
      Object.defineProperty(at, last, own);
    } else if (Array.isArray(at)) at.splice(Number(last), 1);
    else Reflect.deleteProperty(at as object, last);
  }
  return root.value;
}

describe('a structural difference', () => {
  test('says what was added, removed and changed, by its place', () => {
    const before = { version: '1.4.0', regions: ['eu', 'us'], set: { replicas: 3, canary: true } };
    const after = { version: '1.4.1', regions: ['eu'], set: { replicas: 3, drain: 30 }, by: null };
    expect(jsonDiff(before, after)).toEqual([
      { kind: 'changed', path: ['version'], before: '1.4.0', after: '1.4.1' },
      { kind: 'removed', path: ['regions', 1], before: 'us' },
      { kind: 'added', path: ['set', 'drain'], after: 30 },
      { kind: 'removed', path: ['set', 'canary'], before: true },
      { kind: 'added', path: ['by'], after: null },
    ]);
  });

  test.each([
    [{}, []],
    [null, {}],
    ['1', 1],
    [{ 0: 'a' }, ['a']],
  ])('%j and %j differ as a whole', (before, after) => {
    expect(jsonDiff(before, after)).toEqual([{ kind: 'changed', path: [], before, after }]);
  });

  test('carried out on one value it gives the other', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(applied(before, jsonDiff(before, after))).toEqual(after);
      }),
      { numRuns: 300 },
    );
  });

  test('of a value and itself there is none', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(jsonDiff(value, structuredClone(value))).toEqual([]);
      }),
    );
  });

  test('a key that objects have anyway is a key as every other', () => {
    const hostile = JSON.parse('{"__proto__":{"admin":true},"constructor":1}') as JsonValue;
    expect(jsonDiff({}, hostile)).toEqual([
      { kind: 'added', path: ['__proto__'], after: { admin: true } },
      { kind: 'added', path: ['constructor'], after: 1 },
    ]);
  });
});
