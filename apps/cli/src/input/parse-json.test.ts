import { expect, test } from '@jest/globals';
import { parseJson } from './parse-json.ts';

test('JSON is parsed, behind a byte order mark too', () => {
  expect(parseJson('\uFEFF{"a":[1,{"b":"x:\\"y"}]}', 'f')).toEqual({ a: [1, { b: 'x:"y' }] });
  expect(parseJson('7', 'f')).toBe(7);
});

test.each([['{"a":1,"a":2}'], ['[{"x":{"k":1,"k":1}}]'], ['{"a":1,"\\u0061":2}']])(
  'the repeated key of %s is refused: one value would go unscanned',
  (json) => {
    expect(() => parseJson(json, 'data.json')).toThrow(
      'data.json: a key stands twice in one object',
    );
  },
);

test('__proto__ is a key like others', () => {
  expect(Object.keys(parseJson('{"__proto__":"x","b":1}', 'f') as object)).toEqual([
    '__proto__',
    'b',
  ]);
});

test('what is not JSON is refused with its place, and never quoted', () => {
  expect(() => parseJson('{"a": sk-SECRET}', 'data.json')).toThrow(
    /^data\.json.* is not valid JSON$/,
  );
  expect(() => parseJson('{"a": sk-SECRET}', 'data.json')).not.toThrow(/SECRET/);
  expect(() => parseJson('{"a": 1,\n "b": }', 'data.json')).toThrow(
    /^data\.json(:2:\d+)? is not valid JSON$/,
  );
});

test('nesting too deep for the parser is refused', () => {
  const depth = 200_000;
  expect(() => parseJson('['.repeat(depth) + ']'.repeat(depth), 'f')).toThrow('nested too deeply');
});
