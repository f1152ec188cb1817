import type { CostSummary, RuntimeCost } from '@safeai/runtime';

const SUMMARY: CostSummary = {
  totalMicros: 1,
  byModel: new Map([['gpt-4o-mini', 1]]),
  byTenant: new Map([['default', 1]]),
  ...{ byUser: new Map(), byAgent: new Map(), calls: 1, period: 'last_30d', currency: 'USD' },
  byDay: [{ day: '2026-01-01', totalMicros: 1, byModel: new Map([['gpt-4o-mini', 1]]), calls: 1 }],
  forecast: null,
  ...{ budgets: [], unpriced: [], asOf: Date.UTC(2026, 0, 1) },
};

/** Costs that are always the same. */
export function fakeCost(
  judged: (name: string, args: readonly unknown[]) => Promise<object>,
): RuntimeCost {
  const cost: Pick<RuntimeCost, 'budgets' | 'check' | 'onNotice' | 'summary'> = {
    summary: async (request) => {
      await judged('costSummary', [request]);
      return SUMMARY;
    },
    budgets: async (tenants) => {
      await judged('costBudgets', [tenants]);
      return [];
    },
    check: async (call) => {
      await judged('costCheck', [call]);
      return { reason: null, budgets: [], at: SUMMARY.asOf };
    },
    onNotice: () => () => undefined,
  };
  // Anything else that the server might ask of it is missing, and fails.
  return cost as RuntimeCost;
}
