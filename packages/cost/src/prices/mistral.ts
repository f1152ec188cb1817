import type { ModelPrice } from './price.ts';

const PUBLISHED = {
  provider: 'mistral',
  source: 'https://mistral.ai/pricing/api',
  asOf: '2026-09-23',
} as const;

/** Mistral's models. */
export const MISTRAL_PRICES: readonly ModelPrice[] = (
  [
    {
      model: 'mistral-large-2512',
      ...{ input: 0.5, cachedInput: 0.05, output: 1.5 },
    },
    {
      model: 'mistral-medium-3-5',
      aliases: ['mistral-medium-3.5', 'mistral-medium-latest'],
      ...{ input: 1.5, cachedInput: 0.15, output: 7.5 },
    },
    {
      model: 'mistral-medium-3-1',
      aliases: ['mistral-medium-2508', 'mistral-medium-2505'],
      ...{ input: 0.4, cachedInput: 0.04, output: 2 },
    },
    {
      model: 'mistral-small-2603',
      ...{ input: 0.15, cachedInput: 0.015, output: 0.6 },
    },
    {
      model: 'ministral-14b-2512',
      ...{ input: 0.2, cachedInput: 0.02, output: 0.2 },
    },
    {
      model: 'ministral-8b-2512',
      aliases: ['ministral-8b-latest'],
      ...{ input: 0.15, cachedInput: 0.015, output: 0.15 },
    },
    {
      model: 'ministral-3b-2512',
      ...{ input: 0.1, cachedInput: 0.01, output: 0.1 },
    },
    {
      model: 'magistral-medium',
      aliases: ['magistral-medium-2509', 'magistral-medium-latest'],
      ...{ input: 2, output: 5 },
    },
    {
      model: 'magistral-small',
      aliases: ['magistral-small-2509', 'magistral-small-latest'],
      ...{ input: 0.5, output: 1.5 },
    },
    {
      model: 'codestral-2508',
      ...{ input: 0.3, cachedInput: 0.03, output: 0.9 },
    },
    {
      model: 'devstral-2512',
      ...{ input: 0.4, cachedInput: 0.04, output: 2 },
    },
    {
      model: 'mistral-large-2411',
      aliases: ['mistral-large-2407'],
      ...{ input: 2, output: 6 },
    },
    {
      model: 'pixtral-large',
      aliases: ['pixtral-large-latest', 'pixtral-large-2411'],
      ...{ input: 2, output: 6 },
    },
    {
      model: 'mistral-embed',
      ...{ input: 0.1, output: 0 },
    },
  ] satisfies readonly ModelPrice[]
).map((price) => ({ ...PUBLISHED, ...price }));
