import { describe, expect, test } from '@jest/globals';
import { NO_USAGE, type Usage } from '@safeai/core';
import fc from 'fast-check';
import { costOf } from './cost-of.ts';
import { estimate } from './estimate.ts';
import { PriceBook, priceBook } from './prices/price-book.ts';

const book = priceBook();
const micros = (model: string, usage: Partial<Usage>): number | null =>
  costOf({ ...NO_USAGE, ...usage }, { model }, book).micros;

describe('the cost of calls as vendors bill them', () => {
  const million = 1_000_000;

  test('plain', () => {
    expect(micros('gpt-4o-mini', { inputTokens: million, outputTokens: million })).toBe(750_000);
    expect(micros('gpt-4o-mini', { inputTokens: 1, outputTokens: 0 })).toBe(1);
    expect(micros('gpt-4o-mini', { inputTokens: 20, outputTokens: 0 })).toBe(3);
    expect(micros('gpt-4o-mini', { inputTokens: 0, outputTokens: 0 })).toBe(0);
  });

  test('cached tokens are a part of the input, at their own price', () => {
    const usage = { inputTokens: 2006, cachedInputTokens: 1920, outputTokens: 300 };
    // 86 × 2.5 + 1920 × 1.25 + 300 × 10
    expect(micros('gpt-4o', usage)).toBe(5615);
  });

  test('cache writes cost more, those for an hour more than those for minutes', () => {
    const usage = {
      ...{ inputTokens: 1000, cacheWriteTokens: 200, cacheWriteHourTokens: 100 },
      ...{ cachedInputTokens: 600, outputTokens: 10 },
    };
    // 100 × 3 + 200 × 3.75 + 100 × 6 + 600 × 0.3 + 10 × 15
    expect(micros('claude-sonnet-4-6', usage)).toBe(1980);
  });

  test('reasoning is a part of the output', () => {
    const usage = { inputTokens: 0, outputTokens: 1000, reasoningTokens: 900 };
    expect(micros('o4-mini', usage)).toBe(4400);
  });

  test('audio has its own prices', () => {
    const usage = {
      ...{ inputTokens: 100, audioInputTokens: 60, outputTokens: 50, audioOutputTokens: 40 },
    };
    // 40 × 2.5 + 60 × 32 + 10 × 10 + 40 × 64
    expect(micros('gpt-audio', usage)).toBe(4680);
    // 40 × 0.3 + 60 × 1 + 50 × 2.5
    expect(micros('gemini-2.5-flash', { ...usage, audioOutputTokens: null })).toBe(197);
  });

  test('a long input changes the price of all tokens of the call', () => {
    const call = (inputTokens: number) => ({
      ...{ inputTokens, cachedInputTokens: 1000, outputTokens: 1000 },
    });
    expect(micros('gemini-2.5-pro', call(200_000))).toBe(199_000 * 1.25 + 125 + 10_000);
    expect(micros('gemini-2.5-pro', call(200_001))).toBe(199_001 * 2.5 + 250 + 15_000 + 0.5);
    expect(micros('gpt-5.4', call(271_999))).toBe(270_999 * 2.5 + 250 + 15_000 + 0.5);
    expect(micros('gpt-5.4', call(272_000))).toBe(271_000 * 5 + 500 + 22_500);
  });

  test('an embedding has no output, and that is no gap', () => {
    const cost = costOf(
      { ...NO_USAGE, inputTokens: 1_000_000 },
      { model: 'text-embedding-3-small' },
      book,
    );
    expect([cost.micros, cost.unpriced]).toEqual([20_000, []]);
  });
});

describe('what cannot be priced', () => {
  const told = (usage: Partial<Usage>, model = 'gpt-4o-mini') => {
    const cost = costOf({ ...NO_USAGE, ...usage }, { model }, book);
    return [cost.micros, cost.unpriced];
  };

  test('an unknown model is told, and costs nothing that is known', () => {
    expect(told({ inputTokens: 5, outputTokens: 5 }, 'gpt-99')).toEqual([null, ['model']]);
    expect(told({ inputTokens: 5, outputTokens: 5 }, 'ft:gpt-4o-mini:acme::1')).toEqual([
      ...[null, ['model']],
    ]);
  });

  test('what was not said is told; what was said as 0 is 0', () => {
    expect(told({})).toEqual([null, ['input', 'output']]);
    expect(told({ inputTokens: 20 })).toEqual([3, ['output']]);
    expect(told({ outputTokens: 5 })).toEqual([3, ['input']]);
    expect(told({ inputTokens: 0, outputTokens: 0 })).toEqual([0, []]);
    expect(told({ cachedInputTokens: 40, outputTokens: 0 })).toEqual([3, ['input']]);
  });

  test('searches are charged by the search, so a call with some is not priced wholly', () => {
    expect(told({ inputTokens: 20, outputTokens: 0, webSearches: 2 })).toEqual([3, ['searches']]);
    expect(told({ inputTokens: 20, outputTokens: 0, webSearches: 0 })).toEqual([3, []]);
    expect(told({ webSearches: 1 })).toEqual([null, ['input', 'output', 'searches']]);
  });

  test('what is no number of tokens was not said', () => {
    for (const inputTokens of [-1, 0.5, NaN, Infinity, 1e300]) {
      expect(told({ inputTokens, outputTokens: 5 })).toEqual([3, ['input']]);
    }
  });

  test('a free model is free, whatever was said', () => {
    const query = { model: 'llama3:8b', provider: 'local' };
    const cost = costOf(NO_USAGE, query, book);
    expect([cost.micros, cost.unpriced]).toEqual([0, []]);
    expect(costOf(NO_USAGE, { model: 'llama3:8b' }, book).micros).toBe(null);
  });
});

/** The plain rational: a numerator over a denominator, without any shared code. */
interface Rational {
  readonly over: bigint;
  readonly under: bigint;
}
const decimal = (digits: number, places: number): string => {
  const text = String(digits).padStart(places + 1, '0');
  return `${text.slice(0, text.length - places)}.${text.slice(text.length - places)}`;
};
const rate = fc
  .record({ digits: fc.nat(999_999_999), places: fc.integer({ min: 1, max: 9 }) })
  .map(({ digits, places }) => ({
    text: decimal(digits, places),
    value: { over: BigInt(digits), under: 10n ** BigInt(places) },
  }));
const product = (tokens: number, { over, under }: Rational): Rational => ({
  over: BigInt(tokens) * over,
  under,
});
const plus = (a: Rational, b: Rational): Rational => ({
  over: a.over * b.under + b.over * a.under,
  under: a.under * b.under,
});
const ceiling = ({ over, under }: Rational): number => Number((over + under - 1n) / under);

describe('for any prices and any usage', () => {
  const rates = fc.tuple(rate, rate, rate, rate, rate);
  const tokens = fc.nat(10_000_000);
  const parts = fc.tuple(tokens, tokens, tokens, tokens, tokens);
  type Rates = typeof rates extends fc.Arbitrary<infer Value> ? Value : never;
  type Tokens = typeof parts extends fc.Arbitrary<infer Value> ? Value : never;
  const usageOf = ([fresh, cached, written, plain, thought]: Tokens): Usage => ({
    ...NO_USAGE,
    ...{ inputTokens: fresh + cached + written, cachedInputTokens: cached },
    ...{ cacheWriteTokens: written, outputTokens: plain + thought, reasoningTokens: thought },
  });
  const bookOf = ([input, cached, written, output, thought]: Rates): PriceBook =>
    new PriceBook({
      ...{ version: 'test', currency: 'USD' },
      models: [
        {
          ...{ model: 'm', input: input.text, cachedInput: cached.text },
          ...{ cacheWrite: written.text, output: output.text, reasoning: thought.text },
        },
      ],
    });

  test('the cost is the exact sum, rounded up once', () => {
    fc.assert(
      fc.property(rates, parts, (prices, counts) => {
        const cost = costOf(usageOf(counts), { model: 'm' }, bookOf(prices));
        const exact = counts
          .map((count, place) => product(count, prices[place]?.value ?? { over: 0n, under: 1n }))
          .reduce(plus);
        expect([cost.micros, cost.unpriced]).toEqual([ceiling(exact), []]);
        const again = cost.parts.reduce((sum, part) => sum + BigInt(part.tokens) * part.rate, 0n);
        expect(ceiling({ over: again, under: 10n ** 9n })).toBe(cost.micros);
      }),
    );
  });

  test('an estimate of as many tokens is never less than the cost', () => {
    fc.assert(
      fc.property(rates, parts, fc.integer({ min: 1, max: 5 }), (prices, counts, n) => {
        const usage = usageOf(counts);
        const bound = estimate(
          {
            ...{ model: 'm', n, inputTokens: usage.inputTokens ?? 0 },
            maxOutputTokens: Math.ceil((usage.outputTokens ?? 0) / n),
          },
          bookOf(prices),
        );
        const cost = costOf(usage, { model: 'm' }, bookOf(prices));
        expect(bound.micros ?? -1).toBeGreaterThanOrEqual(cost.micros ?? Infinity);
      }),
    );
  });

  test('nothing that a provider may say makes it throw or cost less than nothing', () => {
    const anything = fc.oneof(fc.double(), fc.constant(null), fc.integer(), fc.nat());
    const keys = Object.keys(NO_USAGE);
    fc.assert(
      fc.property(fc.tuple(...keys.map(() => anything)), fc.string(), (values, model) => {
        const usage = Object.fromEntries(keys.map((key, place) => [key, values[place]]));
        for (const name of [model, 'gpt-5.4', 'claude-haiku-5-5']) {
          const cost = costOf(usage as unknown as Usage, { model: name }, book);
          expect(cost.micros === null || Number.isSafeInteger(cost.micros)).toBe(true);
          expect(cost.micros ?? 0).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('an estimate', () => {
  test('takes the dearest of everything', () => {
    const asked = { model: 'claude-sonnet-4-6', inputTokens: 1000, maxOutputTokens: 100, n: 2 };
    // 1000 × 6 (all of it written to a cache for an hour) + 2 × 100 × 15
    expect(estimate(asked, book)).toEqual({
      ...{ micros: 9000, inputTokens: 1000, outputTokens: 200, model: 'claude-sonnet-4-6' },
    });
    const long = { model: 'gemini-2.5-pro', inputTokens: 200_001, maxOutputTokens: 0 };
    expect(estimate(long, book).micros).toBe(500_003);
  });

  test('counts a byte as a token, and a code unit as three', () => {
    const asked = { model: 'gpt-4o-mini', maxOutputTokens: 0 };
    expect(estimate({ ...asked, inputBytes: 7 }, book).inputTokens).toBe(7);
    expect(estimate({ ...asked, inputChars: 7 }, book).inputTokens).toBe(21);
  });

  test('of an unknown model has tokens and no price', () => {
    expect(estimate({ model: 'GPT-99', inputTokens: 1, maxOutputTokens: 2 }, book)).toEqual({
      ...{ micros: null, inputTokens: 1, outputTokens: 2, model: 'gpt-99' },
    });
  });

  test('refuses numbers that are none', () => {
    const asked = { model: 'gpt-4o', inputTokens: 1, maxOutputTokens: 1 };
    for (const wrong of [-1, 0.5, NaN, Infinity, 1e300]) {
      for (const key of ['inputTokens', 'maxOutputTokens', 'n']) {
        expect(() => estimate({ ...asked, [key]: wrong }, book)).toThrow(/whole number/);
      }
    }
    expect(() => estimate({ model: 'gpt-4o', maxOutputTokens: 1 }, book)).toThrow(/inputChars/);
  });
});
