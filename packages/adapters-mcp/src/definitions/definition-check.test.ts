import { expect, test } from '@jest/globals';
import type { JsonValue } from '@safeai/core';
import { checkDefinition } from './definition-check.ts';

const inputSchema = { type: 'object' };

function deep(levels: number): JsonValue {
  let value: JsonValue = 1;
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
}

test.each<[JsonValue, RegExp]>([
  [null, /no name/],
  [[], /no name/],
  [{ inputSchema }, /no name/],
  [{ name: 'a b', inputSchema }, /none that MCP allows/],
  [{ name: 'a' }, /describes no object/],
  [{ name: 'a', inputSchema: { type: 'string' } }, /describes no object/],
  [{ name: 'a', inputSchema, execution: { taskSupport: 'required' } }, /as a task alone/],
  [{ name: 'a', inputSchema, description: 'x'.repeat(1000) }, /longer than 1000/],
  [{ name: 'a', inputSchema, x: deep(100) }, /too deep/],
  [{ name: 'a', inputSchema, description: '\ud800' }, /no canonical form/],
])('%j is no tool', (value, why) => {
  expect(checkDefinition(value, 1000)).toMatchObject({ problem: expect.stringMatching(why) });
});

test('every field of a definition counts, and their order does not', () => {
  const digestOf = (value: JsonValue) => {
    const checked = checkDefinition(value, 1000);
    return 'digest' in checked ? checked.digest.sha256 : checked.problem;
  };
  const plain = digestOf({ name: 'a', inputSchema, description: 'b' });
  expect(digestOf({ description: 'b', inputSchema, name: 'a' })).toBe(plain);
  for (const more of [{ annotations: {} }, { _meta: { a: 1 } }, { title: 'A' }, { icons: [] }]) {
    expect(digestOf({ name: 'a', inputSchema, description: 'b', ...more })).not.toBe(plain);
  }
});
