import type { ModelPrice } from './price.ts';

const PUBLISHED = {
  provider: 'openai',
  source: 'https://developers.openai.com/api/docs/pricing',
  asOf: '2026-09-23',
} as const;

/** OpenAI's text, audio and embedding models, standard service tier. */
export const OPENAI_PRICES: readonly ModelPrice[] = (
  [
    {
      model: 'gpt-6-astra',
      ...{ input: 10, cachedInput: 1, cacheWrite: 12.5, output: 50 },
      longContext: { above: 271_999, input: 20, cachedInput: 2, cacheWrite: 25, output: 75 },
    },
    {
      model: 'gpt-6-sol',
      ...{ input: 2, cachedInput: 0.2, cacheWrite: 2.5, output: 10 },
      longContext: { above: 271_999, input: 4, cachedInput: 0.4, cacheWrite: 5, output: 15 },
    },
    {
      model: 'gpt-6-luna',
      ...{ input: 0.1, cachedInput: 0.01, cacheWrite: 0.125, output: 0.5 },
      longContext: {
        above: 271_999,
        input: 0.2,
        cachedInput: 0.02,
        cacheWrite: 0.25,
        output: 0.75,
      },
    },
    {
      model: 'gpt-5.6-sol',
      aliases: ['gpt-5.6'],
      ...{ input: 5, cachedInput: 0.5, cacheWrite: 6.25, output: 30 },
      longContext: { above: 271_999, input: 10, cachedInput: 1, cacheWrite: 12.5, output: 45 },
      note: 'List price; a lower one is offered for a time.',
    },
    {
      model: 'gpt-5.6-terra',
      ...{ input: 2, cachedInput: 0.2, cacheWrite: 2.5, output: 12 },
      longContext: { above: 271_999, input: 4, cachedInput: 0.4, cacheWrite: 5, output: 18 },
    },
    {
      model: 'gpt-5.6-luna',
      ...{ input: 0.2, cachedInput: 0.02, cacheWrite: 0.25, output: 1.2 },
      longContext: { above: 271_999, input: 0.4, cachedInput: 0.04, cacheWrite: 0.5, output: 1.8 },
    },
    {
      model: 'gpt-5.5',
      ...{ input: 5, cachedInput: 0.5, output: 30 },
      longContext: { above: 271_999, input: 10, cachedInput: 1, output: 45 },
    },
    {
      model: 'gpt-5.5-pro',
      ...{ input: 30, output: 180 },
      longContext: { above: 271_999, input: 60, output: 270 },
    },
    {
      model: 'gpt-5.4',
      ...{ input: 2.5, cachedInput: 0.25, output: 15 },
      longContext: { above: 271_999, input: 5, cachedInput: 0.5, output: 22.5 },
    },
    {
      model: 'gpt-5.4-mini',
      ...{ input: 0.75, cachedInput: 0.075, output: 4.5 },
    },
    {
      model: 'gpt-5.4-nano',
      ...{ input: 0.2, cachedInput: 0.02, output: 1.25 },
    },
    {
      model: 'gpt-5.4-pro',
      ...{ input: 30, output: 180 },
      longContext: { above: 271_999, input: 60, output: 270 },
    },
    {
      model: 'gpt-5.3-codex',
      ...{ input: 1.75, cachedInput: 0.175, output: 14 },
    },
    {
      model: 'gpt-5.2',
      aliases: ['gpt-5.2-chat-latest', 'gpt-5.2-codex'],
      ...{ input: 1.75, cachedInput: 0.175, output: 14 },
    },
    {
      model: 'gpt-5.2-pro',
      ...{ input: 21, output: 168 },
    },
    {
      model: 'gpt-5.1',
      aliases: ['gpt-5.1-chat-latest', 'gpt-5.1-codex', 'gpt-5.1-codex-max'],
      ...{ input: 1.25, cachedInput: 0.125, output: 10 },
    },
    {
      model: 'gpt-5.1-codex-mini',
      ...{ input: 0.25, cachedInput: 0.025, output: 2 },
    },
    {
      model: 'gpt-5',
      aliases: ['gpt-5-chat-latest', 'gpt-5-codex'],
      ...{ input: 1.25, cachedInput: 0.125, output: 10 },
    },
    {
      model: 'gpt-5-mini',
      ...{ input: 0.25, cachedInput: 0.025, output: 2 },
    },
    {
      model: 'gpt-5-nano',
      ...{ input: 0.05, cachedInput: 0.005, output: 0.4 },
    },
    {
      model: 'gpt-5-pro',
      ...{ input: 15, output: 120 },
    },
    {
      model: 'gpt-4.1',
      ...{ input: 2, cachedInput: 0.5, output: 8 },
    },
    {
      model: 'gpt-4.1-mini',
      ...{ input: 0.4, cachedInput: 0.1, output: 1.6 },
    },
    {
      model: 'gpt-4.1-nano',
      ...{ input: 0.1, cachedInput: 0.025, output: 0.4 },
    },
    {
      model: 'gpt-4o',
      ...{ input: 2.5, cachedInput: 1.25, output: 10 },
    },
    {
      model: 'gpt-4o-2024-05-13',
      ...{ input: 5, output: 15 },
    },
    {
      model: 'gpt-4o-mini',
      ...{ input: 0.15, cachedInput: 0.075, output: 0.6 },
    },
    {
      model: 'gpt-4-turbo',
      ...{ input: 10, output: 30 },
    },
    {
      model: 'gpt-4',
      ...{ input: 30, output: 60 },
    },
    {
      model: 'gpt-3.5-turbo',
      ...{ input: 0.5, output: 1.5 },
    },
    {
      model: 'o1',
      ...{ input: 15, cachedInput: 7.5, output: 60 },
    },
    {
      model: 'o1-pro',
      ...{ input: 150, output: 600 },
    },
    {
      model: 'o1-mini',
      ...{ input: 1.1, cachedInput: 0.55, output: 4.4 },
    },
    {
      model: 'o3',
      ...{ input: 2, cachedInput: 0.5, output: 8 },
    },
    {
      model: 'o3-pro',
      ...{ input: 20, output: 80 },
    },
    {
      model: 'o3-mini',
      ...{ input: 1.1, cachedInput: 0.55, output: 4.4 },
    },
    {
      model: 'o4-mini',
      ...{ input: 1.1, cachedInput: 0.275, output: 4.4 },
    },
    {
      model: 'codex-mini-latest',
      ...{ input: 1.5, cachedInput: 0.375, output: 6 },
    },
    {
      model: 'gpt-audio',
      aliases: ['gpt-audio-1.5'],
      ...{ input: 2.5, output: 10, audioInput: 32, audioOutput: 64 },
    },
    {
      model: 'gpt-audio-mini',
      ...{ input: 0.6, output: 2.4, audioInput: 10, audioOutput: 20 },
    },
    {
      model: 'text-embedding-3-large',
      ...{ input: 0.13, output: 0 },
    },
    {
      model: 'text-embedding-3-small',
      ...{ input: 0.02, output: 0 },
    },
    {
      model: 'text-embedding-ada-002',
      ...{ input: 0.1, output: 0 },
    },
  ] satisfies readonly ModelPrice[]
).map((price) => ({ ...PUBLISHED, ...price }));
