import { InvalidRequestError } from '../errors.ts';
import {
  type BudgetCharge,
  type BudgetReservation,
  type BudgetWindow,
  MAX_BUDGET_AMOUNT,
  type Spend,
  SPEND_DAY_MS,
} from './ledger.ts';

/** What an account holds, without its name. */
export interface AccountTotals {
  readonly committedMicros: number;
  readonly committedTokens: number;
  readonly reservedMicros: number;
  readonly reservedTokens: number;
}

/** An amount of money and of tokens. */
export interface BudgetAmount {
  readonly micros: number;
  readonly tokens: number;
}

/** Of an account that nothing was charged to. */
export const EMPTY_ACCOUNT: AccountTotals = {
  committedMicros: 0,
  committedTokens: 0,
  reservedMicros: 0,
  reservedTokens: 0,
};

/** Whether an amount fits into what a charge leaves of its account. Always, where the charge does not block. */
export function fitsAccount(
  account: AccountTotals,
  charge: Pick<BudgetCharge, 'blocks' | 'limitMicros' | 'limitTokens'>,
  { micros, tokens }: BudgetAmount,
): boolean {
  const { blocks, limitMicros, limitTokens } = charge;
  if (!blocks) return true;
  return (
    (limitMicros === null ||
      account.committedMicros + account.reservedMicros <= limitMicros - micros) &&
    (limitTokens === null ||
      account.committedTokens + account.reservedTokens <= limitTokens - tokens)
  );
}

/** The account with so much more set aside. */
export function reserveOn(account: AccountTotals, { micros, tokens }: BudgetAmount): AccountTotals {
  return {
    ...account,
    reservedMicros: sum(account.reservedMicros, micros),
    reservedTokens: sum(account.reservedTokens, tokens),
  };
}

/** The account with so much less set aside. */
export function releaseFrom(
  account: AccountTotals,
  { micros, tokens }: BudgetAmount,
): AccountTotals {
  return {
    ...account,
    reservedMicros: Math.max(0, account.reservedMicros - micros),
    reservedTokens: Math.max(0, account.reservedTokens - tokens),
  };
}

/** The account with so much more spent. */
export function commitTo(account: AccountTotals, { micros, tokens }: BudgetAmount): AccountTotals {
  return {
    ...account,
    committedMicros: sum(account.committedMicros, micros),
    committedTokens: sum(account.committedTokens, tokens),
  };
}

/** What a call counts on its accounts. */
export function amountOf({ micros, inputTokens, outputTokens }: Spend): BudgetAmount {
  return { micros, tokens: sum(inputTokens, outputTokens) };
}

/** The start of a time's day in UTC, in milliseconds since the epoch. */
export function dayOf(at: number): number {
  return Math.floor(at / SPEND_DAY_MS) * SPEND_DAY_MS;
}

/** Names an account in one window: the same text for the same one, and for no other. */
export function accountKey({ budget, scope, currency, windowStart }: BudgetWindow): string {
  const { tenantId, userId, agentId, keyId, model } = scope;
  return JSON.stringify([budget, currency, tenantId, userId, agentId, keyId, model, windowStart]);
}

/** @throws InvalidRequestError for amounts or times that are none, and for an account that is there twice */
export function checkReservation({ micros, tokens, ttlMs, charges }: BudgetReservation): void {
  checkAmounts({ micros, tokens });
  if (!(ttlMs > 0)) throw new InvalidRequestError('ttlMs: give more than 0 milliseconds.');
  if (new Set(charges.map(accountKey)).size < charges.length) {
    throw new InvalidRequestError('charges: name each account once.');
  }
}

/** @throws InvalidRequestError for amounts or times that are none */
export function checkSpend({ micros, inputTokens, outputTokens, at }: Spend): void {
  checkAmounts({ micros, inputTokens, outputTokens });
  if (!Number.isFinite(at)) throw new InvalidRequestError('at: give a time.');
}

function checkAmounts(amounts: Readonly<Record<string, number>>): void {
  for (const [name, amount] of Object.entries(amounts)) {
    if (Number.isSafeInteger(amount) && amount >= 0) continue;
    throw new InvalidRequestError(`${name}: give a whole number, 0 or more.`);
  }
}

/** Never past what a number holds exactly. */
function sum(a: number, b: number): number {
  return Math.min(MAX_BUDGET_AMOUNT, a + b);
}
