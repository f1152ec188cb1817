import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { textShape, valueShape } from './json-shape.ts';

describe('a text', () => {
  test.each([
    ['null', 0, 0],
    ['[]', 1, 0],
    ['{"a":[{"b":1}]}', 3, 2],
    ['{"a:b":"c:d"}', 1, 1],
    ['{"\\"":":","\\\\":"{[","c\\\\\\"}":1}', 1, 3],
    ['["[", "{", "]"]', 1, 0],
    ['"unterminated [[[', 0, 0],
    ['[[[', 3, 0],
  ])('%s', (text, depth, members) => {
    expect(textShape(text)).toMatchObject({ depth, members });
  });
});

describe('a value', () => {
  test.each([
    [null, 0, 1],
    [[], 0, 1],
    [{ a: {}, b: [1, 'x', null] }, 2, 4],
    [[[[]]], 0, 1],
  ])('%j', (value, members, leaves) => {
    expect(valueShape(value)).toEqual({ members, leaves });
  });

  test('however deep, without recursion', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 200_000; depth++) deep = [deep];
    expect(valueShape(deep)).toEqual({ members: 0, leaves: 1 });
  });
});

test('text and value agree on the members of any document', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.nat({ max: 2 }), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const parsed: unknown = JSON.parse(text);
      expect(textShape(text).members).toBe(valueShape(parsed).members);
    }),
    { numRuns: 500 },
  );
});

test('a repeated key makes them disagree', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
      fc.nat(),
      (object, which) => {
        const members = Object.entries(object).map(
          ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
        );
        const text = `[{${[...members, members[which % members.length]].join(',')}}]`;
        const parsed: unknown = JSON.parse(text);
        expect(textShape(text).members).toBeGreaterThan(valueShape(parsed).members);
      },
    ),
  );
});
