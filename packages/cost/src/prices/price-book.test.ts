import { describe, expect, test } from '@jest/globals';
import { PriceBook, priceBook } from './price-book.ts';
import type { ModelPrice } from './price.ts';
import { SHIPPED_PRICES } from './shipped.ts';

const book = priceBook();
const input = (model: string, provider?: string): unknown =>
  book.find({ model, provider: provider ?? null })?.price.input;

describe('a model is found', () => {
  test('by its name, in any case, with a date or the name of its provider', () => {
    for (const model of [
      ...['gpt-4o-mini', 'GPT-4o-mini', 'gpt-4o-mini-2024-07-18', 'openai/gpt-4o-mini'],
      'openai/gpt-4o-mini-2024-07-18',
    ]) {
      expect([model, input(model)]).toEqual([model, 0.15]);
      expect([model, input(model, 'openai')]).toEqual([model, 0.15]);
    }
    expect(input('claude-opus-4-1-20250805')).toBe(15);
    expect(input('claude-sonnet-4@20250514', 'anthropic')).toBe(3);
    expect(input('models/gemini-2.0-flash-001', 'gemini')).toBe(0.1);
    expect(input('mistral-medium-latest', 'mistralai')).toBe(1.5);
  });

  test('under one name, whichever of its names is given', () => {
    const names = ['gpt-5.6', 'gpt-5.6-sol', 'openai/GPT-5.6-sol'];
    expect(names.map((model) => book.find({ model })?.name)).toEqual([
      ...['gpt-5.6-sol', 'gpt-5.6-sol', 'gpt-5.6-sol'],
    ]);
  });

  test('with the price of its date, where that has one', () => {
    expect([input('gpt-4o-2024-05-13'), input('gpt-4o-2024-11-20')]).toEqual([5, 2.5]);
  });

  test('never under a name that is only like it, or from somebody else', () => {
    for (const model of [
      ...['gpt-4o-mini-', 'xgpt-4o-mini', 'gpt-4o-mini-audio', 'ft:gpt-4o-mini', 'gpt', ''],
      ...['anthropic/gpt-4o-mini', 'local/gpt-4o-mini', '__proto__', '__proto__/gpt-4o', '*'],
    ]) {
      expect([model, input(model)]).toEqual([model, undefined]);
    }
    expect(input('gpt-4o-mini', 'azure')).toBe(undefined);
    expect(input('openai/gpt-4o-mini', 'anthropic')).toBe(undefined);
  });

  test('as free only where the upstream itself is local', () => {
    expect([input('llama3', 'local'), input('llama3'), input('local/llama3')]).toEqual([
      ...[0, undefined, undefined],
    ]);
  });
});

describe('prices of one own', () => {
  const own = (model: string, price: number, more: Partial<ModelPrice> = {}): ModelPrice => ({
    ...{ model, input: price, output: price },
    ...more,
  });

  test('go before the shipped ones, the first of them first', () => {
    const mixed = priceBook({
      models: [own('gpt-4*', 7), own('gpt-4o', 8), own('mine', 9, { provider: 'azure' })],
    });
    const found = (model: string, provider: string | null = null): unknown =>
      mixed.find({ model, provider })?.price.input;
    expect([found('gpt-4o'), found('gpt-4.1'), found('gpt-5')]).toEqual([7, 7, 1.25]);
    expect([found('mine', 'azure'), found('mine'), found('mine', 'openai')]).toEqual([
      ...[9, 9, undefined],
    ]);
  });

  test('are the only ones in another currency', () => {
    const euro = priceBook({ currency: 'EUR', models: [own('gpt-4o', 2)] });
    expect([euro.currency, euro.size]).toEqual(['EUR', 1]);
    expect(euro.find({ model: 'gpt-5' })).toBe(undefined);
  });

  test('must be prices', () => {
    for (const price of [-1, NaN, '1e400', '€1']) {
      const models = [{ model: 'm', input: price, output: 1 }];
      expect(() => priceBook({ models })).toThrow(/no price/);
    }
  });
});

describe('the shipped prices', () => {
  test('have a source and a date each, and no name twice', () => {
    const vendors = SHIPPED_PRICES.models.filter(({ provider }) => provider !== 'local');
    for (const { model, source, asOf, provider } of vendors) {
      expect([model, source]).toEqual([model, expect.stringMatching(/^https:\/\//)]);
      expect([model, asOf]).toEqual([model, expect.stringMatching(/^20\d{2}-\d{2}-\d{2}$/)]);
      expect(asOf !== undefined && asOf <= SHIPPED_PRICES.version).toBe(true);
      expect([model, provider]).toEqual([model, expect.any(String)]);
    }
    const names = vendors.flatMap(({ model, aliases = [] }) => [model, ...aliases]);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  test('are in proportion: a cache is cheaper to read than fresh input, output no cheaper', () => {
    for (const { model } of SHIPPED_PRICES.models) {
      const found = new PriceBook(SHIPPED_PRICES).find({ model, provider: null });
      for (const rates of [found?.rates, found?.longContext?.rates]) {
        if (rates === undefined) continue;
        expect([model, rates.cachedInput <= rates.input]).toEqual([model, true]);
        expect([model, rates.cacheWriteHour >= rates.cacheWrite]).toEqual([model, true]);
        expect([model, rates.output === 0n || rates.output >= rates.input]).toEqual([model, true]);
      }
      const long = found?.longContext?.rates;
      expect([
        model,
        (long?.input ?? 0n) >= (long === undefined ? 0n : (found?.rates.input ?? 0n)),
      ]).toEqual([model, true]);
    }
  });
});
