import type { ModelPrice } from './price.ts';

const PUBLISHED = {
  provider: 'anthropic',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  asOf: '2026-09-23',
} as const;

/** Anthropic's Claude models, standard service tier. */
export const ANTHROPIC_PRICES: readonly ModelPrice[] = (
  [
    {
      model: 'claude-haiku-5-5',
      ...{ input: 0.1, cachedInput: 0.01, cacheWrite: 0.125, cacheWriteHour: 0.2, output: 0.5 },
      longContext: {
        above: 100_000,
        input: 0.5,
        cachedInput: 0.05,
        cacheWrite: 0.625,
        cacheWriteHour: 1,
        output: 2.5,
      },
      asOf: '2026-10-24',
    },
    {
      model: 'claude-sonnet-5-5',
      ...{ input: 2, cachedInput: 0.1, cacheWrite: 2.5, cacheWriteHour: 4, output: 10 },
      asOf: '2026-10-24',
    },
    {
      model: 'claude-fable-5-1',
      ...{ input: 10, cachedInput: 0.25, cacheWrite: 12.5, cacheWriteHour: 20, output: 50 },
    },
    {
      model: 'claude-fable-5',
      ...{ input: 10, cachedInput: 1, cacheWrite: 12.5, cacheWriteHour: 20, output: 50 },
    },
    {
      model: 'claude-opus-5-5',
      ...{ input: 4, cachedInput: 0.2, cacheWrite: 5, cacheWriteHour: 8, output: 20 },
    },
    {
      model: 'claude-opus-5',
      ...{ input: 5, cachedInput: 0.5, cacheWrite: 6.25, cacheWriteHour: 10, output: 25 },
    },
    {
      model: 'claude-opus-4-8',
      ...{ input: 5, cachedInput: 0.5, cacheWrite: 6.25, cacheWriteHour: 10, output: 25 },
    },
    {
      model: 'claude-opus-4-7',
      ...{ input: 5, cachedInput: 0.5, cacheWrite: 6.25, cacheWriteHour: 10, output: 25 },
    },
    {
      model: 'claude-opus-4-6',
      ...{ input: 5, cachedInput: 0.5, cacheWrite: 6.25, cacheWriteHour: 10, output: 25 },
    },
    {
      model: 'claude-opus-4-5',
      ...{ input: 5, cachedInput: 0.5, cacheWrite: 6.25, cacheWriteHour: 10, output: 25 },
    },
    {
      model: 'claude-opus-4-1',
      ...{ input: 15, cachedInput: 1.5, cacheWrite: 18.75, cacheWriteHour: 30, output: 75 },
    },
    {
      model: 'claude-opus-4',
      aliases: ['claude-opus-4-0'],
      ...{ input: 15, cachedInput: 1.5, cacheWrite: 18.75, cacheWriteHour: 30, output: 75 },
    },
    {
      model: 'claude-sonnet-5',
      ...{ input: 2, cachedInput: 0.2, cacheWrite: 2.5, cacheWriteHour: 4, output: 10 },
    },
    {
      model: 'claude-sonnet-4-6',
      ...{ input: 3, cachedInput: 0.3, cacheWrite: 3.75, cacheWriteHour: 6, output: 15 },
    },
    {
      model: 'claude-sonnet-4-5',
      ...{ input: 3, cachedInput: 0.3, cacheWrite: 3.75, cacheWriteHour: 6, output: 15 },
      longContext: {
        above: 200_000,
        input: 6,
        cachedInput: 0.6,
        cacheWrite: 7.5,
        cacheWriteHour: 12,
        output: 22.5,
      },
    },
    {
      model: 'claude-sonnet-4',
      aliases: ['claude-sonnet-4-0'],
      ...{ input: 3, cachedInput: 0.3, cacheWrite: 3.75, cacheWriteHour: 6, output: 15 },
    },
    {
      model: 'claude-haiku-4-5',
      ...{ input: 1, cachedInput: 0.1, cacheWrite: 1.25, cacheWriteHour: 2, output: 5 },
    },
    {
      model: 'claude-3-7-sonnet',
      aliases: ['claude-3-7-sonnet-latest'],
      ...{ input: 3, cachedInput: 0.3, cacheWrite: 3.75, cacheWriteHour: 6, output: 15 },
    },
    {
      model: 'claude-3-5-sonnet',
      aliases: ['claude-3-5-sonnet-latest'],
      ...{ input: 3, cachedInput: 0.3, cacheWrite: 3.75, cacheWriteHour: 6, output: 15 },
    },
    {
      model: 'claude-3-5-haiku',
      aliases: ['claude-3-5-haiku-latest'],
      ...{ input: 0.8, cachedInput: 0.08, cacheWrite: 1, cacheWriteHour: 1.6, output: 4 },
    },
    {
      model: 'claude-3-opus',
      aliases: ['claude-3-opus-latest'],
      ...{ input: 15, cachedInput: 1.5, cacheWrite: 18.75, cacheWriteHour: 30, output: 75 },
    },
    {
      model: 'claude-3-haiku',
      ...{ input: 0.25, cachedInput: 0.03, cacheWrite: 0.3, cacheWriteHour: 0.5, output: 1.25 },
    },
  ] satisfies readonly ModelPrice[]
).map((price) => ({ ...PUBLISHED, ...price }));
