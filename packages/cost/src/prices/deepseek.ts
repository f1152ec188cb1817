import type { ModelPrice } from './price.ts';

const PUBLISHED = {
  provider: 'deepseek',
  source: 'https://api-docs.deepseek.com/quick_start/pricing',
  asOf: '2026-09-23',
} as const;

/** DeepSeek's models. */
export const DEEPSEEK_PRICES: readonly ModelPrice[] = (
  [
    {
      model: 'deepseek-v4-pro',
      ...{ input: 1.32, cachedInput: 0.044, output: 3.96 },
      asOf: '2026-10-27',
      note: 'Price of the peak hours; at other times it is half of this.',
    },
  ] satisfies readonly ModelPrice[]
).map((price) => ({ ...PUBLISHED, ...price }));
