import type { CostNotice, RuntimeCost } from '@safeai/runtime';
import type { Logger } from 'winston';

/**
 * Logs what happens to budgets and their ledger. Without amounts: a log is read by more people than a budget.
 *
 * @returns ends it
 */
export function tellSpend(
  cost: Pick<RuntimeCost, 'onNotice'>,
  log: Pick<Logger, 'error' | 'info' | 'warn'>,
): () => void {
  return cost.onNotice((notice) => {
    switch (notice.kind) {
      case 'warning':
        log.warn('a share of a budget is spent', { percent: notice.percent, ...whichOf(notice) });
        break;
      case 'exceeded':
        log.warn('a call does not fit into a budget', whichOf(notice));
        break;
      case 'unsettled':
        log.error('what a call has cost could not be counted, and is tried again', {
          reason: notice.reason,
        });
        break;
      case 'uncounted':
        log.error('what calls have cost is lost', { calls: notice.calls, reason: notice.reason });
        break;
      case 'caught_up':
        log.info('what calls have cost is counted');
    }
  });
}

function whichOf({ budget }: Extract<CostNotice, { readonly budget: unknown }>): object {
  const { scope, action, resetsAt } = budget;
  return {
    budget: budget.budget,
    ...(scope.tenantId === null ? {} : { tenant: scope.tenantId }),
    action,
    resets_at: resetsAt === null ? null : new Date(resetsAt).toISOString(),
  };
}
