import type { Spend } from '@safeai/core';
import { costOf, tokensIn, type Cost } from '../cost-of.ts';
import type { PriceBook } from '../prices/price-book.ts';
import type { BudgetLease, CallEnd } from './budgeted-call.ts';

/** What a call is counted with, on the day that it began, and what it has cost; null where its end is not known. */
export function spendOf(
  { call, startedAt }: BudgetLease,
  end: CallEnd,
  book: PriceBook,
): { readonly spend: Spend; readonly cost: Cost | null } {
  const { tenantId, userId, agentId } = call;
  const known = { tenantId, userId, agentId, currency: book.currency, at: startedAt };
  if ('atMost' in end) {
    const { micros, inputTokens, outputTokens, model } = end.atMost;
    const isPriced = micros !== null;
    const spend = { ...known, model, micros: micros ?? 0, inputTokens, outputTokens, isPriced };
    return { spend, cost: null };
  }
  const cost = costOf(end.usage, call, book);
  const { input, output } = tokensIn(end.usage);
  const spend = {
    ...known,
    model: cost.model,
    micros: cost.micros ?? 0,
    inputTokens: input,
    outputTokens: output,
    isPriced: cost.unpriced.length === 0,
  };
  return { spend, cost };
}
