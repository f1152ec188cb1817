import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonText, type FoundInJson } from './json-text.ts';

/** The marked parts of a value, as they stand in its text. */
function marked(value: unknown, found: readonly FoundInJson[]): (string | null)[] {
  const { text, ranges } = jsonText(value, found);
  return ranges.map((range) => range && text.slice(range.start, range.end));
}

const at = (path: string, start: number, end: number, more = {}): FoundInJson => ({
  path,
  location: { start, end },
  ...more,
});

describe('the text of a JSON value', () => {
  test('is that of JSON.stringify', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(jsonText(value, []).text).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test('has a string’s range where JSON writes it', () => {
    const strings = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(strings, strings, strings, (before, middle, after) => {
        const text = before + middle + after;
        // A pair that is cut in two is written otherwise.
        fc.pre([before, middle, after].every((part) => !/\p{Surrogate}/u.test(part)));
        const found = at('$.list[1]', before.length, before.length + middle.length);
        expect(marked({ list: [0, text] }, [found])).toEqual([JSON.stringify(middle).slice(1, -1)]);
      }),
    );
  });
});

describe('findings in JSON', () => {
  test('are in strings, numbers and below keys of any name', () => {
    const value = { a: { "b c'": ['x', 'me: alice@example.com'] }, card: 4111111111111111 };
    expect(
      marked(value, [at("$.a['b c\\''][1]", 4, 21), at('$.card', 0, 16), at('$.card', 12, 16)]),
    ).toEqual(['alice@example.com', '4111111111111111', '1111']);
  });

  test('are the whole payload', () => {
    expect(marked('token "sk"', [at('$', 6, 10)])).toEqual(['\\"sk\\"']);
  });

  test('are in the key that they can be in', () => {
    const key = at('$.to', 0, 17, { in: 'key', value: 'al****om' });
    expect(marked({ to: { 'alice@example.com': 1, other: 2 } }, [key])).toEqual([
      'alice@example.com',
    ]);
  });

  test('are below a key that a path masks', () => {
    const value = { 'alice@example.com': 'sk-1', other: 'x' };
    expect(marked(value, [at("$['al****om']", 0, 4)])).toEqual(['sk-1']);
  });

  test.each([
    ['a place that is not there', at('$.b', 0, 1)],
    ['a range past the end', at('$.a', 0, 99)],
    ['no path', at('nonsense', 0, 1)],
    ['a key that several can be', at('$', 0, 1, { in: 'key', value: '****' })],
  ])('cannot be told: %s', (_, found) => {
    expect(marked({ a: 'x', c: 'y' }, [found])).toEqual([null]);
  });
});
