import { dayOf } from '../budgets/account.ts';
import {
  MAX_BUDGET_AMOUNT,
  MAX_SPEND_SUMS,
  OTHER_MODELS,
  type Spend,
  SPEND_KEEP_MS,
  type SpendSum,
} from '../budgets/ledger.ts';
import type { TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';

/** The sums of each day, by tenant, user, agent, model and currency. */
export class SpendSums {
  /** By day, then by tenant, then by the rest. */
  readonly #days = new Map<number, Map<string, Map<string, SpendSum>>>();

  add(spend: Spend): void {
    const day = dayOf(spend.at);
    const ofTenant = this.#ofTenant(day, spend.tenantId);
    const named = nameOf(spend);
    const isNew = !ofTenant.has(named);
    const of =
      isNew && ofTenant.size >= MAX_SPEND_SUMS
        ? { ...spend, userId: null, agentId: null, model: OTHER_MODELS }
        : spend;
    const key = of === spend ? named : nameOf(of);
    ofTenant.set(key, withSpend(ofTenant.get(key), of, day));
  }

  between(tenants: TenantScope, from: number, until: number): readonly SpendSum[] {
    return [...this.#days]
      .filter(([day]) => day >= from && day < until)
      .sort(([a], [b]) => a - b)
      .flatMap(([, byTenant]) =>
        [...byTenant]
          .filter(([tenantId]) => inScope(tenants, tenantId))
          .flatMap(([, sums]) => [...sums.values()]),
      );
  }

  #ofTenant(day: number, tenantId: string): Map<string, SpendSum> {
    let byTenant = this.#days.get(day);
    if (byTenant === undefined) {
      byTenant = new Map();
      this.#days.set(day, byTenant);
      for (const old of this.#days.keys()) if (old < day - SPEND_KEEP_MS) this.#days.delete(old);
    }
    const known = byTenant.get(tenantId);
    if (known !== undefined) return known;
    const sums = new Map<string, SpendSum>();
    byTenant.set(tenantId, sums);
    return sums;
  }
}

function nameOf({ userId, agentId, model, currency }: Spend): string {
  return JSON.stringify([userId, agentId, model, currency]);
}

function withSpend(known: SpendSum | undefined, spend: Spend, day: number): SpendSum {
  const { tenantId, userId, agentId, model, currency } = spend;
  const add = (name: 'micros' | 'inputTokens' | 'outputTokens'): number =>
    Math.min(MAX_BUDGET_AMOUNT, (known?.[name] ?? 0) + spend[name]);
  return {
    ...{ day, tenantId, userId, agentId, model, currency },
    micros: add('micros'),
    inputTokens: add('inputTokens'),
    outputTokens: add('outputTokens'),
    calls: (known?.calls ?? 0) + 1,
    unpricedCalls: (known?.unpricedCalls ?? 0) + (spend.isPriced ? 0 : 1),
  };
}
