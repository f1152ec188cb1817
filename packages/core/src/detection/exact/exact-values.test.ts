import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SafeAIError } from '../../errors.ts';
import { MAX_EXACT_LENGTH, MAX_EXACT_VALUES } from './exact-value.ts';
import { ExactValues, type ExactMatch } from './exact-values.ts';

const KEY = new Uint8Array(32).fill(5);

function valuesOf(values: readonly string[], key = KEY): ExactValues {
  return new ExactValues(
    values.map((value, index) => ({ name: `v-${String(index)}`, value })),
    key,
  );
}

/** What must be found: every place of every value. */
function naive(values: readonly string[], text: string): ExactMatch[] {
  const matches = values.flatMap((value, index) => {
    const found: ExactMatch[] = [];
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
      found.push({ start: at, end: at + value.length, name: `v-${String(index)}` });
    }
    return found;
  });
  return sorted(matches);
}

function sorted(matches: readonly ExactMatch[]): ExactMatch[] {
  return [...matches].sort(
    (a, b) => a.start - b.start || a.end - b.end || (a.name < b.name ? -1 : 1),
  );
}

// A small alphabet, so that values begin alike, repeat themselves and overlap.
const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\u0000', '\ud83d') });
const value = fc
  .tuple(fc.constantFrom('aaaaaaaa', 'aaaaaaab', 'abababab', ''), letters)
  .map(([head, rest]) => (head + rest).padEnd(8, 'a').slice(0, 40));

describe('exact values', () => {
  test('are found wherever they stand, and nothing else is', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), fc.infiniteStream(letters), (values, more) => {
        const [one = '', two = ''] = values;
        const [x = '', y = ''] = more.take(2);
        const text = `${x}${one}${y}${two}${two.slice(3)}${one.slice(0, -1)}${x}`;
        expect(sorted(valuesOf(values).find(text))).toEqual(naive(values, text));
      }),
      { numRuns: 1000 },
    );
  });

  test('are found part by part as in the whole, with maxLength characters after each place', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 5 }),
        letters,
        fc.array(fc.nat(60)),
        (values, between, cuts) => {
          const text = values.join(between) + between + values.join('');
          const known = valuesOf(values);
          const whole = known.find(text);
          const borders = [0, ...cuts, text.length].sort((a, b) => a - b);
          const parts = borders.slice(1).flatMap((to, index) => {
            const from = borders[index] ?? 0;
            const seen = text.slice(0, to + known.maxLength);
            return known.find(seen, from, Math.min(to, text.length));
          });
          expect(parts).toEqual(whole);
        },
      ),
    );
  });

  test('that overlap or contain one another are all found', () => {
    const values = ['correct horse', 'horse battery', 'battery staple', 'correct horse battery'];
    const text = 'correct horse battery staple';
    expect(sorted(valuesOf(values).find(text))).toEqual(naive(values, text));
    expect(valuesOf(['aaaaaaaa']).find('a'.repeat(12))).toHaveLength(5);
  });

  test('are as long as 8 and 4096 characters', () => {
    const long = 'k'.repeat(MAX_EXACT_LENGTH - 1) + 'e';
    const known = valuesOf(['12345678', long]);
    expect(known.maxLength).toBe(MAX_EXACT_LENGTH);
    expect(known.size).toBe(2);
    expect(known.find(`1234567 ${long}12345678`)).toEqual([
      { start: 8, end: 8 + MAX_EXACT_LENGTH, name: 'v-1' },
      { start: 8 + MAX_EXACT_LENGTH, end: 16 + MAX_EXACT_LENGTH, name: 'v-0' },
    ]);
  });

  test('hold no blanks around them', () => {
    expect(valuesOf([' correct horse\n']).find('correct horse')).toHaveLength(1);
  });

  test('without values there is nothing to find', () => {
    expect(valuesOf([]).find('some text of no value')).toEqual([]);
    expect(valuesOf([]).maxLength).toBe(0);
  });

  test('in texts shorter than any of them, and outside the text, nothing is found', () => {
    const known = valuesOf(['correct horse']);
    for (const text of ['', 'correct', 'correct hors']) expect(known.find(text)).toEqual([]);
    expect(known.find('correct horse', -5, 99)).toHaveLength(1);
    expect(known.find('correct horse', 1)).toEqual([]);
    expect(known.find('correct horse', 5, 5)).toEqual([]);
    expect(known.find('correct horse', 99)).toEqual([]);
  });

  test('ten thousand of them are found in one text', () => {
    const values = Array.from(
      { length: MAX_EXACT_VALUES },
      (_, index) => `sk-proj-${String(index)}-x`,
    );
    const known = valuesOf(values);
    const text = values.join(' ');
    expect(known.find(text)).toHaveLength(MAX_EXACT_VALUES);
    expect(known.find('sk-proj-'.repeat(10_000))).toEqual([]);
  });

  test('are not kept', () => {
    const known = valuesOf(['correct horse']);
    expect(JSON.stringify(known) + Object.values(known).join()).not.toContain('correct');
  });
});

describe('exact values that cannot be looked for', () => {
  const refusal = (values: readonly { name: string; value: string }[]): SafeAIError => {
    try {
      new ExactValues(values, KEY);
    } catch (error) {
      if (SafeAIError.isInstance(error)) return error;
    }
    throw new Error('They were taken.');
  };

  test('are told, each with its place and none with its value', () => {
    const error = refusal([
      { name: 'fine', value: 'correct horse' },
      { name: 'short', value: ' hunter2 ' },
      { name: 'long', value: 'hunter2'.repeat(600) },
      { name: 'fine', value: 'hunter2-hunter2' },
      { name: 'Not A Name', value: 'hunter2-hunter2' },
    ]);
    expect(error.code).toBe('invalid_detector');
    expect(error.details).toEqual([
      {
        path: 'exact[1].value',
        message:
          "Exact value 'short': it has 7 characters and would be found by chance; 8 are the least.",
      },
      {
        path: 'exact[2].value',
        message: "Exact value 'long': it has 4200 characters, more than 4096; name a part of it.",
      },
      {
        path: 'exact[3].name',
        message: "Exact value 'fine': another one has the same name; give each its own.",
      },
      {
        path: 'exact[4].name',
        message: "Exact value 'Not A Name': its name is not in kebab-case, such as db-password.",
      },
    ]);
    expect(JSON.stringify([error.message, error.details])).not.toContain('hunter');
  });

  test('more than 64 of different lengths that begin alike are refused', () => {
    const alike = Array.from({ length: 65 }, (_, index) => ({
      name: `v-${String(index)}`,
      value: `the same ${'x'.repeat(index)}!`,
    }));
    expect(new ExactValues(alike.slice(1), KEY).size).toBe(64);
    expect(refusal(alike).details).toHaveLength(1);
  });

  test('more than ten thousand are refused', () => {
    const many = Array.from({ length: MAX_EXACT_VALUES + 1 }, (_, index) => ({
      name: `v-${String(index)}`,
      value: `value ${String(index)}`,
    }));
    expect(refusal(many).message).toContain('more than 10000');
  });
});
