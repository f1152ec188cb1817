import { decimalOfMicros, type Principal, type Usage } from '@safeai/core';
import type { CallCost, Reservation, RuntimeCost } from '@safeai/runtime';
import type { Provider } from '../upstreams/provider.ts';
import { spendRefused } from './spend-refused.ts';

/** A call to a provider that is about to be made. */
export interface SpendingCall {
  readonly principal: Principal;
  /** For the record of a call that is refused. */
  readonly requestId?: string | undefined;
  readonly tenantId: string;
  readonly agentId: string | null;
  /** As the request names it; null where it names none: no price is known then. */
  readonly model: string | null;
  /**
   * Whose prices hold: the provider at whose own host the call ends (`providerAt`). Undefined for every other
   * upstream: it speaks a provider's format, and sells what it likes.
   */
  readonly provider: Provider | undefined;
  /** Length of the request's body as it is sent. */
  readonly inputBytes: number;
  /** The request's own limit of one answer; null where it sets none (`prices.reserve_output_tokens` counts then). */
  readonly maxOutputTokens: number | null;
  /** How many answers are asked for. */
  readonly choices: number;
}

/** What a call has cost. */
export interface SettledCost extends CallCost {
  /** The amount in the currency, for `x-safeai-cost`: `0.000308`. Null where nothing of it has a price. */
  readonly amount: string | null;
}

/**
 * What is set aside for a call. Ends exactly once: the first of its methods counts, whichever is called, and each
 * later call of any of them answers what the first one answers. None of them rejects.
 */
export interface CallSpend {
  /**
   * For an answer that came whole. Null, and a usage that does not tell all, count as {@link settleAtMost}.
   */
  settle(usage: Usage | null): Promise<SettledCost>;
  /** For a call that was sent and whose end is not known: the caller is gone, the stream broke off. */
  settleAtMost(): Promise<SettledCost>;
  /** For a call that was not sent. */
  release(): Promise<void>;
}

/**
 * Sets aside the most that a call can come to, on all budgets that it falls under or on none.
 *
 * @throws HttpError (as a rejection) `budget_exceeded` (429, `x-should-retry: false`, `retry-after` where waiting
 *   helps) where a budget has no room for it, or its model has no price and a budget limits money; `state_unavailable`
 *   (503) where that cannot be known
 * @throws SafeAIError (as a rejection) `audit_unavailable` where a refusal cannot be recorded
 * @throws InvalidRequestError (as a rejection) for numbers that are none, and a model whose name is too long
 */
export async function openSpend(cost: RuntimeCost, call: SpendingCall): Promise<CallSpend> {
  const { principal, requestId } = call;
  const admission = await cost.reserve(
    {
      tenantId: call.tenantId,
      userId: principal.user,
      agentId: call.agentId,
      keyId: principal.keyId ?? null,
      model: call.model ?? NO_MODEL,
      provider: call.provider ?? null,
    },
    call,
    requestId === undefined ? { principal } : { principal, requestId },
  );
  if (!admission.allowed) throw spendRefused(admission, call.model);
  return spendOf(admission.reservation);
}

/** Stands for the model of a request that names none. */
const NO_MODEL = '(none)';

function spendOf(reservation: Reservation): CallSpend {
  return {
    settle: async (usage) => settledCost(await reservation.settle(usage)),
    settleAtMost: async () => settledCost(await reservation.settle(null)),
    release: async () => {
      await reservation.release();
    },
  };
}

function settledCost(cost: CallCost): SettledCost {
  const { micros } = cost;
  return { ...cost, amount: micros === null ? null : decimalOfMicros(micros) };
}
