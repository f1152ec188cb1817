import type { BudgetState, CostAdmission } from '@safeai/runtime';
import { HttpError } from '../../http/problem.ts';

type Refused = Extract<CostAdmission, { readonly allowed: false }>;

/** Clients are asked to come back within a day, however long a budget lasts. */
const LONGEST_WAIT_SECONDS = 86_400;

/** For room that calls under way take, and mostly give back. */
const SHORT_WAIT_SECONDS = 10;

/**
 * Why a call may not be made, for its caller. Names budgets and when they start afresh, and no amounts: those of a budget
 * that several share are not all the caller's.
 *
 * @param model as the request names it; null where it names none
 */
export function spendRefused({ refusal, estimate, at }: Refused, model: string | null): HttpError {
  switch (refusal.reason) {
    case 'ledger_unavailable':
      return new HttpError(
        'state_unavailable',
        `What was spent of ${listed(refusal.budgets)} cannot be looked up, so the call is not made. Try again, or let such calls pass with on_failure: allow.`,
        { headers: { 'retry-after': '1' } },
      );
    case 'unpriced':
      if (model === null) {
        return refused(
          `The call names no model, so that nobody knows its price, and ${listed(refusal.budgets)} limits what may be spent. Let such calls pass with on_unpriced: allow.`,
        );
      }
      return refused(
        `The model of the call has no price, and ${listed(refusal.budgets)} limits what may be spent. Give the model a price in prices.models, or let such calls pass with on_unpriced: allow.`,
      );
    case 'exceeded':
      return exceeded(refusal.budgets, estimate, at);
  }
}

function exceeded(
  budgets: readonly BudgetState[],
  { micros, inputTokens, outputTokens }: Refused['estimate'],
  now: number,
): HttpError {
  const call = { micros: micros ?? 0, tokens: inputTokens + outputTokens };
  const names = listed(budgets.map(({ budget }) => budget));
  const never = budgets.filter((budget) => !fits(budget, call, 'empty'));
  if (never.length > 0) {
    return refused(
      `The call could come to more than ${listed(never.map(({ budget }) => budget))} allows at all. Set a lower limit of output tokens, or send less.`,
    );
  }
  if (budgets.every((budget) => fits(budget, call, 'settled'))) {
    return refused(
      `Calls that are under way have taken what is left of ${names}. Try again when they have ended.`,
      SHORT_WAIT_SECONDS,
    );
  }
  const resets = budgets.map(({ resetsAt }) => resetsAt);
  const known = resets.filter((time) => time !== null);
  if (known.length < resets.length) {
    return refused(`The call does not fit into ${names}, and that never starts afresh.`);
  }
  const reset = Math.max(...known);
  const which = budgets.length > 1 ? 'The last of them' : 'It';
  const seconds = Math.max(1, Math.ceil((reset - now) / 1000));
  return refused(
    `The call does not fit into what is left of ${names}. ${which} starts afresh at ${new Date(reset).toISOString()}.`,
    Math.min(seconds, LONGEST_WAIT_SECONDS),
  );
}

/** Whether a call would fit if nothing had been spent, or if nothing were under way. */
function fits(
  { limitMicros, spentMicros, limitTokens, spentTokens }: BudgetState,
  call: { readonly micros: number; readonly tokens: number },
  when: 'empty' | 'settled',
): boolean {
  const has = (limit: number | null, spent: number, amount: number): boolean =>
    limit === null || (when === 'empty' ? 0 : spent) + amount <= limit;
  return has(limitMicros, spentMicros, call.micros) && has(limitTokens, spentTokens, call.tokens);
}

function refused(message: string, retryAfterSeconds?: number): HttpError {
  return new HttpError('budget_exceeded', message, {
    headers: {
      'x-should-retry': 'false',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
  });
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  return `the budget${quoted.length > 1 ? 's' : ''} ${quoted.join(', ')}`;
}
