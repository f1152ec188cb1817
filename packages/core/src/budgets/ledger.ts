/** Whom a budget's account is for: what is null does not tell its accounts apart. */
export interface BudgetScope {
  readonly tenantId: string | null;
  readonly userId: string | null;
  readonly agentId: string | null;
  /** Id of an API key. */
  readonly keyId: string | null;
  readonly model: string | null;
}

/** One account of a budget in one window. */
export interface BudgetWindow {
  /** Name of the budget. */
  readonly budget: string;
  readonly scope: BudgetScope;
  /** Three letters (ISO 4217). Amounts in another currency are another account's. */
  readonly currency: string;
  /** Milliseconds since the epoch; belongs to the window. */
  readonly windowStart: number;
  /** Milliseconds since the epoch, the first that no more belongs to it; null for a window without an end. */
  readonly windowEnd: number | null;
}

/** An account that a call is to be charged to, and how much of it may be spent. */
export interface BudgetCharge extends BudgetWindow {
  /** In millionths of the currency; null: money is not limited. */
  readonly limitMicros: number | null;
  readonly limitTokens: number | null;
  /** Whether a call that does not fit is refused. Others are counted all the same. */
  readonly blocks: boolean;
}

/** What an account holds. */
export interface BudgetBalance extends BudgetWindow {
  readonly committedMicros: number;
  readonly committedTokens: number;
  /** Of calls that are under way. */
  readonly reservedMicros: number;
  readonly reservedTokens: number;
}

/** A call that is about to be made. Amounts are whole and not negative. */
export interface BudgetReservation {
  /** Unguessable; names the lease. */
  readonly leaseId: string;
  readonly micros: number;
  readonly tokens: number;
  /** How long it is kept for a call that never reports its end, in milliseconds. */
  readonly ttlMs: number;
  /** Each account once. */
  readonly charges: readonly BudgetCharge[];
}

/** Whether all accounts had room; `balances` in the order of the charges, with the reservation where it was made. */
export interface BudgetReserved {
  readonly result: 'reserved' | 'exceeded';
  readonly balances: readonly BudgetBalance[];
  /** Which charges did not fit, by their place. Empty where it was made. */
  readonly exceeded: readonly number[];
}

/** What a call has cost, for the sums of its day. */
export interface Spend {
  readonly tenantId: string;
  readonly userId: string | null;
  readonly agentId: string | null;
  readonly model: string;
  readonly currency: string;
  /** When the call began, in milliseconds since the epoch. It counts for that day, in UTC. */
  readonly at: number;
  /** What could be priced of it, in millionths of the currency. */
  readonly micros: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether all of it could be priced. */
  readonly isPriced: boolean;
}

/** How a lease ended. */
export interface BudgetSettled {
  /**
   * `settled`: counted now; `late`: counted now, after the reservation had expired; `already`: settled or
   * released before, and not counted again; `unknown`: no such lease, and nothing is counted.
   */
  readonly result: 'settled' | 'late' | 'already' | 'unknown';
  /** The accounts of the lease, the spend in them. Empty unless it was counted. */
  readonly balances: readonly BudgetBalance[];
}

/** One sum of a day. */
export interface SpendSum extends Omit<Spend, 'at' | 'isPriced'> {
  /** Start of the day in UTC, in milliseconds since the epoch. */
  readonly day: number;
  readonly calls: number;
  /** How many of the calls could not be priced, or not all of them. */
  readonly unpricedCalls: number;
}

/** Milliseconds of a day of the sums. */
export const SPEND_DAY_MS = 86_400_000;

/** How long the sums of a day are kept: 400 days. */
export const SPEND_KEEP_MS = 400 * SPEND_DAY_MS;

/**
 * Most sums of a tenant's day; calls of further users, agents and models are summed up together, under no user,
 * no agent and {@link OTHER_MODELS}, so that nobody fills the ledger with names.
 */
export const MAX_SPEND_SUMS = 5000;

/** Stands for models beyond {@link MAX_SPEND_SUMS}. */
export const OTHER_MODELS = '(other)';

/** Most accounts that {@link BudgetLedger.accounts} answers with. */
export const MAX_BUDGET_ACCOUNTS = 1000;

/** The largest amount of one call or one account: beyond it sums stand still instead of losing digits. */
export const MAX_BUDGET_AMOUNT = Number.MAX_SAFE_INTEGER;
