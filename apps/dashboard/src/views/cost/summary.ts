import type { AnswerOf } from '@safeai/client';

/** What calls to providers have cost. */
export type Summary = AnswerOf<'cost_summary'>;

/** An amount in the currency. @param micros millionths of it */
export function amountOf(micros: number): number {
  return micros / 1_000_000;
}
