import type { Clock, EventSink, Ids, SafeAIEvent } from '@safeai/core';
import type { BudgetState, BudgetWarning } from '@safeai/cost';
import type { UnsettledNotice } from './unsettled.ts';

/** What there is to tell about budgets and their ledger. */
export type CostNotice =
  | UnsettledNotice
  /** A share of a budget was reached, in percent. */
  | { readonly kind: 'warning'; readonly percent: number; readonly budget: BudgetState }
  /** A call did not fit into a budget: refused, or let through where the budget only warns. */
  | { readonly kind: 'exceeded'; readonly budget: BudgetState };

interface NewsPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'decisionId'>;
  readonly events: EventSink;
}

/** Most accounts of which is known that they were told as exceeded. */
const MAX_TOLD = 10_000;

/**
 * Tells what happens to budgets: to who listens, and as events `budget.warning` and `budget.exceeded`. An account that is
 * exceeded is told once in its window by this process, however many calls it refuses. Events hold no amounts: those of
 * a budget of several tenants are nobody's business in any of them.
 */
export class BudgetNews {
  readonly #ports: NewsPorts;
  readonly #listeners = new Set<(notice: CostNotice) => void>();
  readonly #told = new Set<string>();

  constructor(ports: NewsPorts) {
    this.#ports = ports;
  }

  /** @returns ends it */
  listen(listener: (notice: CostNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  warned(warnings: readonly BudgetWarning[]): void {
    for (const { percent, budget } of warnings) {
      this.tell({ kind: 'warning', percent, budget });
      this.#emit('budget.warning', budget, { percent });
    }
  }

  exceeded(budgets: readonly BudgetState[]): void {
    for (const budget of budgets) {
      if (!this.#isNews(budget)) continue;
      this.tell({ kind: 'exceeded', budget });
      this.#emit('budget.exceeded', budget, {});
    }
  }

  tell(notice: CostNotice): void {
    for (const listener of this.#listeners) listener(notice);
  }

  #isNews({ budget, scope, currency, resetsAt }: BudgetState): boolean {
    const account = JSON.stringify([budget, scope, currency, resetsAt]);
    if (this.#told.has(account)) return false;
    if (this.#told.size >= MAX_TOLD) this.#told.clear();
    this.#told.add(account);
    return true;
  }

  #emit(
    event: 'budget.exceeded' | 'budget.warning',
    { budget, scope, action, period, resetsAt }: BudgetState,
    detail: SafeAIEvent['detail'],
  ): void {
    const { clock, ids, events } = this.#ports;
    events.emit({
      ...{ id: ids.decisionId(), event, timestamp: clock.now() },
      ...{ tenantId: scope.tenantId ?? '*', agentId: scope.agentId, boundary: null, action: null },
      ...{ rule: null, decisionId: null },
      detail: { budget, budget_action: action, period, resets_at: resetsAt, ...detail },
    });
  }
}
