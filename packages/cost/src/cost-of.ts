import type { Usage } from '@safeai/core';
import { microsOf } from './money.ts';
import type { Decimal } from './prices/price.ts';
import type {
  ModelQuery,
  PriceBook,
  PricedModel,
  RateParts,
  TokenKind,
} from './prices/price-book.ts';
import { tokensOf } from './usage.ts';

/** Tokens of one kind and what a million of them cost: enough to compute the cost again. */
export interface CostPart {
  readonly kind: TokenKind;
  readonly tokens: number;
  /** Billionths of the currency for a million tokens. */
  readonly rate: bigint;
}

/**
 * What of a call has no price: its model is not in the book, the provider did not say how much there was, or it
 * searched the web and charges for that by the search.
 */
export type Unpriced = 'model' | 'input' | 'output' | 'searches';

/** What a call has cost. */
export interface Cost {
  /**
   * What could be priced, in millionths of the currency, rounded up once. Null where nothing could: that is not the
   * same as 0, which a call of a free model costs.
   */
  readonly micros: number | null;
  /** Empty where all of it is priced. */
  readonly unpriced: readonly Unpriced[];
  /** None of them without tokens. */
  readonly parts: readonly CostPart[];
  /** The model's one name in the book; the given one, in lower case, where it is not there. */
  readonly model: string;
  readonly currency: string;
  /** Which list of prices it was. */
  readonly version: string;
}

/**
 * What a call has cost, exactly: every kind of token at its own rate, all of them at the long-context rates where the
 * whole input is longer than these begin, summed up as integers and rounded up to the millionth. What a provider did
 * not say, or said as something that is no number of tokens, is told as unpriced. Never throws.
 */
export function costOf(usage: Usage, query: ModelQuery, book: PriceBook): Cost {
  const priced = book.find(query);
  const { currency, version } = book;
  if (priced === undefined) {
    const model = query.model.toLowerCase();
    return { micros: null, unpriced: ['model'], parts: [], model, currency, version };
  }
  const input = inputOf(usage);
  const output = outputOf(usage);
  const rates = ratesFor(priced, input);
  const parts = [...partsOf(input.tokens, rates), ...partsOf(output.tokens, rates)];
  const unpriced: Unpriced[] = [];
  if (!input.isKnown && !isFree(input.tokens, rates)) unpriced.push('input');
  if (!output.isKnown && !isFree(output.tokens, rates)) unpriced.push('output');
  const isNothingKnown = unpriced.length === 2 && parts.length === 0;
  if ((tokensOf(usage.webSearches) ?? 0) > 0) unpriced.push('searches');
  const total = parts.reduce((sum, { tokens, rate }) => sum + BigInt(tokens) * rate, 0n);
  return {
    micros: isNothingKnown ? null : microsOf(total),
    ...{ unpriced, parts, model: priced.name, currency, version },
  };
}

/** The rates of a call with so much input. */
function ratesFor({ rates, longContext }: PricedModel, { tokens }: Side): RateParts {
  if (longContext === null) return rates;
  const all = [...tokens.values()].reduce((sum, count) => sum + count, 0);
  return all > longContext.above ? longContext.rates : rates;
}

/** What went in, or what came out. */
interface Side {
  readonly tokens: ReadonlyMap<TokenKind, number>;
  /** Whether the provider said how much there was of it in all. */
  readonly isKnown: boolean;
}

function inputOf(usage: Usage): Side {
  return sideOf(usage.inputTokens, 'input', [
    ['cachedInput', usage.cachedInputTokens],
    ['cacheWrite', usage.cacheWriteTokens],
    ['cacheWriteHour', usage.cacheWriteHourTokens],
    ['audioInput', usage.audioInputTokens],
    ['cachedAudioInput', usage.cachedAudioInputTokens],
  ]);
}

function outputOf(usage: Usage): Side {
  return sideOf(usage.outputTokens, 'output', [
    ['reasoning', usage.reasoningTokens],
    ['audioOutput', usage.audioOutputTokens],
  ]);
}

/** The rest of the whole is of the plain kind; parts that come to more than the whole are believed. */
function sideOf(
  whole: number | null,
  plain: TokenKind,
  given: readonly (readonly [TokenKind, number | null])[],
): Side {
  const all = tokensOf(whole);
  const tokens = new Map<TokenKind, number>();
  let rest = all ?? 0;
  for (const [kind, value] of given) {
    const count = tokensOf(value) ?? 0;
    tokens.set(kind, count);
    rest -= count;
  }
  tokens.set(plain, Math.max(0, rest));
  return { tokens, isKnown: all !== null };
}

function partsOf(tokens: Side['tokens'], rates: RateParts): CostPart[] {
  return [...tokens].flatMap(([kind, count]) =>
    count === 0 ? [] : [{ kind, tokens: count, rate: rates[kind] }],
  );
}

/** Whether it does not matter how many there were. */
function isFree(tokens: Side['tokens'], rates: RateParts): boolean {
  return [...tokens.keys()].every((kind) => rates[kind] === 0n);
}

/** Tokens in and out as a provider said, parts that come to more than the whole included; 0 for what it did not say. */
export function tokensIn(usage: Usage): { readonly input: number; readonly output: number } {
  const sum = ({ tokens }: Side): number => [...tokens.values()].reduce((a, b) => a + b, 0);
  return { input: sum(inputOf(usage)), output: sum(outputOf(usage)) };
}

/** A rate as a decimal: the price of a million tokens in the currency. */
export function decimalOf(rate: bigint): Decimal {
  return Number(`${rate}e-9`);
}
