import { InvalidRequestError } from '@safeai/core';
import { microsOf } from './money.ts';
import type { ModelQuery, PriceBook, RateParts, TokenKind } from './prices/price-book.ts';
import { MAX_CALL_TOKENS } from './usage.ts';

/** A call that is about to be made; its input as one of the three. */
export interface EstimateRequest extends ModelQuery {
  /** Where it has been counted. */
  readonly inputTokens?: number;
  /** Length of the request's body: no tokenizer in use makes more tokens of a text than it has bytes in UTF-8. */
  readonly inputBytes?: number;
  /** UTF-16 code units of everything that is sent: three bytes each, at the most. */
  readonly inputChars?: number;
  /** The request's own limit, or the most that the model gives. Of one answer, reasoning included. */
  readonly maxOutputTokens: number;
  /** How many answers are asked for. 1 if absent. */
  readonly n?: number;
}

/** The most that a call can come to. */
export interface Estimate {
  /** In millionths of the currency; null for a model without a price. */
  readonly micros: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** The model's one name in the book; the given one, in lower case, where it is not there. */
  readonly model: string;
}

const INPUT: readonly TokenKind[] = [
  'input',
  'cachedInput',
  'cacheWrite',
  'cacheWriteHour',
  'audioInput',
  'cachedAudioInput',
];
const OUTPUT: readonly TokenKind[] = ['output', 'reasoning', 'audioOutput'];

/**
 * An upper bound of a call's cost: all of its input at the dearest rate for input (a request may write all of it to
 * a cache), all answers as long as they may get, at the dearest rate for output, and the long-context rates as soon
 * as the bound of the input reaches them. It is no bound for what is not in the request: a conversation that the
 * provider keeps, a file or image that is named by its address; give `inputTokens` for these.
 *
 * @throws InvalidRequestError for numbers that are none, or more than 10^12 tokens
 */
export function estimate(request: EstimateRequest, book: PriceBook): Estimate {
  const inputTokens = inputOf(request);
  const each = count('maxOutputTokens', request.maxOutputTokens);
  const outputTokens = count('n × maxOutputTokens', each * count('n', request.n ?? 1));
  const priced = book.find(request);
  if (priced === undefined) {
    return { micros: null, inputTokens, outputTokens, model: request.model.toLowerCase() };
  }
  const { rates, longContext } = priced;
  const tiers = [rates];
  if (longContext !== null && inputTokens > longContext.above) tiers.push(longContext.rates);
  const micros = microsOf(
    BigInt(inputTokens) * dearest(tiers, INPUT) + BigInt(outputTokens) * dearest(tiers, OUTPUT),
  );
  return { micros, inputTokens, outputTokens, model: priced.name };
}

function inputOf({ inputTokens, inputBytes, inputChars }: EstimateRequest): number {
  if (inputTokens !== undefined) return count('inputTokens', inputTokens);
  if (inputBytes !== undefined) return count('inputBytes', inputBytes);
  return count('inputChars', (inputChars ?? NaN) * 3);
}

function count(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0 && value <= MAX_CALL_TOKENS) return value;
  throw new InvalidRequestError(
    `${name}: give a whole number of tokens, 0 or more, and no more than ${MAX_CALL_TOKENS}.`,
  );
}

function dearest(tiers: readonly RateParts[], kinds: readonly TokenKind[]): bigint {
  let most = 0n;
  for (const rates of tiers) for (const kind of kinds) if (rates[kind] > most) most = rates[kind];
  return most;
}
