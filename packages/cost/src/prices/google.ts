import type { ModelPrice } from './price.ts';

const PUBLISHED = {
  provider: 'google',
  source: 'https://ai.google.dev/gemini-api/docs/pricing',
  asOf: '2026-09-23',
} as const;

/** Google's Gemini models, paid tier, without the storage of caches by the hour. */
export const GOOGLE_PRICES: readonly ModelPrice[] = (
  [
    {
      model: 'gemini-3.1-pro-preview',
      aliases: ['gemini-3.1-pro-preview-customtools'],
      ...{ input: 2, cachedInput: 0.2, output: 12 },
      longContext: { above: 200_000, input: 4, cachedInput: 0.4, output: 18 },
    },
    {
      model: 'gemini-3-pro-preview',
      ...{ input: 2, cachedInput: 0.2, output: 12 },
      longContext: { above: 200_000, input: 4, cachedInput: 0.4, output: 18 },
    },
    {
      model: 'gemini-3.8-flash',
      ...{ input: 1.5, cachedInput: 0.15, output: 7.5 },
      note: 'List price; a lower one is offered until the end of 2026.',
    },
    {
      model: 'gemini-3.7-flash',
      ...{ input: 1.5, cachedInput: 0.15, output: 7.5 },
      note: 'List price; a lower one is offered until the end of 2026.',
    },
    {
      model: 'gemini-3.6-flash',
      ...{ input: 1.5, cachedInput: 0.15, output: 7.5 },
      note: 'List price; a lower one is offered until the end of 2026.',
    },
    {
      model: 'gemini-3.5-flash',
      ...{ input: 1.5, cachedInput: 0.15, output: 9 },
    },
    {
      model: 'gemini-3.5-flash-lite',
      ...{ input: 0.3, cachedInput: 0.03, output: 2.5 },
    },
    {
      model: 'gemini-3.1-flash-lite',
      aliases: ['gemini-3.1-flash-lite-preview'],
      ...{ input: 0.25, cachedInput: 0.025, output: 1.5, audioInput: 0.5, cachedAudioInput: 0.05 },
    },
    {
      model: 'gemini-3-flash-preview',
      ...{ input: 0.5, cachedInput: 0.05, output: 3, audioInput: 1, cachedAudioInput: 0.1 },
    },
    {
      model: 'gemini-2.5-pro',
      ...{ input: 1.25, cachedInput: 0.125, output: 10 },
      longContext: { above: 200_000, input: 2.5, cachedInput: 0.25, output: 15 },
    },
    {
      model: 'gemini-2.5-flash',
      ...{ input: 0.3, cachedInput: 0.03, output: 2.5, audioInput: 1, cachedAudioInput: 0.1 },
    },
    {
      model: 'gemini-2.5-flash-lite',
      ...{ input: 0.1, cachedInput: 0.01, output: 0.4, audioInput: 0.3, cachedAudioInput: 0.03 },
    },
    {
      model: 'gemini-2.0-flash',
      ...{ input: 0.1, cachedInput: 0.025, output: 0.4, audioInput: 0.7, cachedAudioInput: 0.175 },
    },
    {
      model: 'gemini-2.0-flash-lite',
      ...{ input: 0.075, output: 0.3 },
    },
    {
      model: 'gemini-embedding-001',
      ...{ input: 0.15, output: 0 },
    },
  ] satisfies readonly ModelPrice[]
).map((price) => ({ ...PUBLISHED, ...price }));
