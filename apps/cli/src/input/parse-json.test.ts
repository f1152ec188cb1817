import { expect, test } from '@jest/globals';
import { parseJson } from './parse-json.ts';

test('JSON is parsed, behind a byte order mark too', () => {
  expect(parseJson('\uFEFF{"a":[1,{"b":"x:\\"y"}]}', 'f')).toEqual({ a: [1, { b: 'x:"y' }] });
  expect(parseJson('7', 'f')).toBe(7);
});

test('a repeated key is refused: one value would go unscanned', () => {
  expect(() => parseJson('{"a":1,"a":2}', 'data.json')).toThrow(
    'data.json has an object in which a key stands twice.',
  );
});

test('what is not JSON is refused with its place, and never quoted', () => {
  expect(() => parseJson('{"a": sk-SECRET}', 'data.json')).toThrow(
    /^data\.json.* is not valid JSON\.?$/,
  );
  expect(() => parseJson('{"a": sk-SECRET}', 'data.json')).not.toThrow(/SECRET/);
  expect(() => parseJson('{"a": 1,\n "b": }', 'data.json')).toThrow(
    /^data\.json(:2:\d+)? is not valid JSON\.?$/,
  );
});

test('nesting too deep for the parser is refused', () => {
  const depth = 200_000;
  expect(() => parseJson('['.repeat(depth) + ']'.repeat(depth), 'f')).toThrow(
    'f is nested deeper than 512',
  );
});
