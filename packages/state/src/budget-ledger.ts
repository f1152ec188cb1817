import {
  accountKey,
  type BudgetBalance,
  type BudgetCharge,
  type BudgetLedger,
  type BudgetWindow,
  checkReservation,
  checkSpend,
  type Spend,
} from '@safeai/core';
import type { ChargeAsked, SpendAsked, Totals } from './requests.ts';
import type { StateThread } from './state-thread.ts';

/** Most leases whose charges are kept in mind: of others the thread tells the accounts whole. */
const LEASES_KEPT = 10_000;

/** Numbers of an account in {@link Totals}. */
const WIDTH = 4;

/** Budgets, kept by a {@link StateThread}. Every call asks it twice: what goes to and fro is short. */
export function budgetLedger(thread: StateThread): BudgetLedger {
  const leases = new Map<string, readonly BudgetCharge[]>();
  return {
    reserve: async (reservation) => {
      checkReservation(reservation);
      const { leaseId, micros, tokens, ttlMs, charges } = reservation;
      const asked = charges.map(chargeAsked);
      const answer = await thread.request('budgets.reserve', leaseId, micros, tokens, ttlMs, asked);
      const { totals, exceeded } = answer;
      const balances = balancesOf(charges, totals);
      if (exceeded.length > 0) return { result: 'exceeded', balances, exceeded };
      if (leases.size >= LEASES_KEPT) forgetFirst(leases);
      leases.set(leaseId, charges);
      return { result: 'reserved', balances, exceeded };
    },
    settle: async (leaseId, spend) => {
      checkSpend(spend);
      const charges = leases.get(leaseId);
      leases.delete(leaseId);
      const isKnown = charges !== undefined;
      const answer = await thread.request('budgets.settle', leaseId, spendAsked(spend), isKnown);
      if ('balances' in answer) return answer;
      return { result: answer.result, balances: balancesOf(charges ?? [], answer.totals) };
    },
    release: (leaseId) => {
      leases.delete(leaseId);
      return thread.request('budgets.release', leaseId);
    },
    record: async (spend) => {
      checkSpend(spend);
      return thread.request('budgets.record', spendAsked(spend));
    },
    balances: (windows) => thread.request('budgets.balances', windows),
    accounts: (tenants, at) => thread.request('budgets.accounts', tenants, at),
    sums: (tenants, from, until) => thread.request('budgets.sums', tenants, from, until),
  };
}

function forgetFirst(leases: Map<string, unknown>): void {
  for (const first of leases.keys()) {
    leases.delete(first);
    return;
  }
}

function chargeAsked(charge: BudgetCharge): ChargeAsked {
  const { windowEnd, limitMicros, limitTokens, blocks } = charge;
  return [accountKey(charge), windowEnd, limitMicros, limitTokens, blocks];
}

function spendAsked(spend: Spend): SpendAsked {
  const { tenantId, userId, agentId, model, currency, at } = spend;
  const { micros, inputTokens, outputTokens, isPriced } = spend;
  const whose = [tenantId, userId, agentId, model, currency] as const;
  return [...whose, at, micros, inputTokens, outputTokens, isPriced];
}

function balancesOf(windows: readonly BudgetWindow[], totals: Totals): readonly BudgetBalance[] {
  return windows.map(({ budget, scope, currency, windowStart, windowEnd }, place) => ({
    budget,
    scope,
    currency,
    windowStart,
    windowEnd,
    committedMicros: totals[place * WIDTH] ?? 0,
    committedTokens: totals[place * WIDTH + 1] ?? 0,
    reservedMicros: totals[place * WIDTH + 2] ?? 0,
    reservedTokens: totals[place * WIDTH + 3] ?? 0,
  }));
}
