import type { BudgetSettled, Usage } from '@safeai/core';
import type { Cost } from '../cost-of.ts';
import type { Estimate } from '../estimate.ts';
import type { BudgetState } from './charge.ts';

/** A call that budgets are asked about. */
export interface BudgetedCall {
  readonly tenantId: string;
  readonly userId: string | null;
  readonly agentId: string | null;
  /** Id of the API key that it came with. */
  readonly keyId: string | null;
  readonly model: string;
  /** The upstream's provider, for its prices; null where it is not known. */
  readonly provider: string | null;
}

/** A call that budgets are asked about before anybody knows its model. */
export type CheckableCall = Omit<BudgetedCall, 'model'> & { readonly model: string | null };

/** How budgets stand. */
export interface BudgetCheck {
  /** Why no such call may be made: nothing is left of one, or the model has no price. Null: it may. */
  readonly reason: 'exceeded' | 'unpriced' | null;
  readonly budgets: readonly BudgetState[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Leave to make a call, to be settled or released. */
export interface BudgetLease {
  /** Null where nothing was reserved: there is no budget for the call, or the ledger could not be reached. */
  readonly id: string | null;
  readonly call: BudgetedCall;
  readonly estimate: Estimate;
  /** When the call began, in milliseconds since the epoch: its windows and its day are those of this time. */
  readonly startedAt: number;
}

/** Why a call may not be made. */
export type BudgetRefusal =
  | { readonly reason: 'exceeded'; readonly budgets: readonly BudgetState[] }
  /** The model has no price, and these budgets limit money. */
  | { readonly reason: 'unpriced'; readonly budgets: readonly string[] }
  /** These budgets cannot be looked up. */
  | { readonly reason: 'ledger_unavailable'; readonly budgets: readonly string[] };

/** Whether a call may be made. */
export type BudgetAdmission =
  | {
      readonly allowed: true;
      readonly lease: BudgetLease;
      /** Budgets that only warn, and that this call does not fit into. */
      readonly over: readonly BudgetState[];
    }
  | { readonly allowed: false; readonly refusal: BudgetRefusal };

/** How a call ended: what the provider said, or, where that is not known, the most that it can have come to. */
export type CallEnd = { readonly usage: Usage } | { readonly atMost: Estimate };

/** A share of a budget that has been reached. 100: all of it is spent. */
export interface BudgetWarning {
  readonly percent: number;
  readonly budget: BudgetState;
}

/** What came of settling. */
export interface SettledCall {
  /** As the ledger says; `recorded` where nothing had been reserved. */
  readonly result: BudgetSettled['result'] | 'recorded';
  readonly cost: Cost | null;
  /** What it was counted with, in millionths of the currency. */
  readonly micros: number;
  /** Each share is told once in a window, however many calls end at once. */
  readonly warnings: readonly BudgetWarning[];
}
