import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { parseStrictJson } from './strict-json.ts';

const limits = { jsonDepth: 64, jsonLeaves: 1000 };
const parse = (text: string) => parseStrictJson(text, limits, 'The body');

describe('strict JSON', () => {
  test('is the same as JSON where no key repeats', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '[{"x":{"k":":","k":1}}]',
    '{"__proto__":1,"__proto__":2}',
  ])('the repeated key of %s is refused', (text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        code: 'malformed_json',
        message: expect.stringContaining('stands twice'),
      }),
    );
  });

  test.each([
    '9007199254740993',
    '[-9007199254740993]',
    '{"a":12345678901234567890}',
    '1e999',
    '-1E400',
  ])('the number in %s would become another one', (text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        code: 'malformed_json',
        message: expect.stringContaining('as a string'),
      }),
    );
  });

  test.each([
    '9007199254740992',
    '-35916272989416510',
    '1e21',
    '-0',
    '0.1234567890123456789',
    '123456789012345',
    '"9007199254740993"',
  ])('the number in %s stays what it is', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ['[9007199254740993]', ['9007199254740993']],
    [
      '{"card":4111111111111111111 , "n":1.5,"t":true}',
      { card: '4111111111111111111', n: 1.5, t: true },
    ],
    [
      '[-9007199254740993,1e999,"9007199254740993 \\" 1e999"]',
      ['-9007199254740993', '1e999', '9007199254740993 " 1e999'],
    ],
  ])('read as text, the numbers in %s keep their digits', (text, value) => {
    expect(parseStrictJson(text, limits, 'The body', { inexactNumbers: 'as_text' })).toEqual(value);
  });

  test('numbers that are read as text make JSON of nothing that is none', () => {
    expect(() =>
      parseStrictJson('[1e999 9007199254740993]', limits, 'The body', {
        inexactNumbers: 'as_text',
      }),
    ).toThrow(expect.objectContaining({ code: 'malformed_json' }));
    expect(() =>
      parseStrictJson('{9007199254740993: 1}', limits, 'The body', { inexactNumbers: 'as_text' }),
    ).toThrow(expect.objectContaining({ code: 'malformed_json' }));
  });

  test('what is no JSON is refused with its place and without its text', () => {
    expect(() => parse('{"a": 1,\n  "key": oops-secret}')).toThrow(
      expect.objectContaining({
        code: 'malformed_json',
        message: expect.not.stringContaining('secret'),
      }),
    );
    expect(() => parse('{"a": 1,\n  b: 2}')).toThrow('see line 2, column 3');
  });

  test('nesting is bounded before anything is parsed, size after', () => {
    const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parse(deep(64))).toBeDefined();
    expect(() => parse(deep(65))).toThrow('limits.json_depth');
    expect(() => parse('['.repeat(1_000_000))).toThrow('limits.json_depth');
    expect(() => parse(`[${'1,'.repeat(1000)}1]`)).toThrow('limits.json_leaves');
  });
});
