import { compileGlob, SafeAIError } from '@safeai/core';
import { microsOfAmount } from '../money.ts';
import { type BudgetPeriod, Windows } from './window.ts';

/** What tells a budget's accounts apart: one of its own for each of these. */
export type BudgetPer = 'tenant' | 'user' | 'agent' | 'key' | 'model';

/** What happens while the ledger cannot be reached, or to a call whose model has no price. */
export type OtherwiseAction = 'block' | 'allow';

/** A budget, as it is written. */
export interface BudgetRule {
  /** Unique. */
  readonly name: string;
  /** In the currency of the price book. Money is not limited if absent. */
  readonly limit?: number;
  /** Input and output together. Tokens are not limited if absent. */
  readonly limitTokens?: number;
  /** `month` if absent. */
  readonly period?: BudgetPeriod;
  /** IANA name of the zone whose calendar it goes by. `UTC` if absent. */
  readonly timeZone?: string;
  /** One account for everything if absent. Users and agents are a tenant's: one of that name elsewhere is another. */
  readonly per?: BudgetPer | readonly BudgetPer[];
  /** Whose calls it is for; all if absent. */
  readonly tenant?: string;
  readonly user?: string;
  readonly agent?: string;
  /** Id of an API key. */
  readonly key?: string;
  /** Name or glob, of the model as it is called or as the price book calls it. */
  readonly model?: string;
  /** Whether calls that do not fit are refused, or told about. `block` if absent. */
  readonly action?: 'block' | 'warn';
  /** Shares of the limit, in percent; each is told once, when it is reached. `[80]` if absent. */
  readonly warnAtPercent?: readonly number[];
  /** `block` if absent. */
  readonly onFailure?: OtherwiseAction;
  /** Of a budget of money. `block` if absent. */
  readonly onUnpriced?: OtherwiseAction;
}

/** A budget, checked and ready. */
export interface Budget {
  readonly name: string;
  readonly limitMicros: number | null;
  readonly limitTokens: number | null;
  readonly windows: Windows;
  readonly period: BudgetPeriod;
  readonly timeZone: string;
  readonly per: ReadonlySet<BudgetPer>;
  /** The only tenant that it is for; null: all. */
  readonly tenant: string | null;
  readonly blocks: boolean;
  readonly warnAtPercent: readonly number[];
  readonly onFailure: OtherwiseAction;
  readonly onUnpriced: OtherwiseAction;
  readonly covers: (call: CoveredCall) => boolean;
}

/** Who calls which model. */
export interface CoveredCall {
  readonly tenantId: string;
  readonly userId: string | null;
  readonly agentId: string | null;
  readonly keyId: string | null;
  /** As the caller names it. */
  readonly model: string;
  /** As the price book names it. */
  readonly bookModel: string;
}

/** @throws SafeAIError `invalid_config` for a budget without a limit, a time zone that is none, a name given twice */
export function compileBudgets(rules: readonly BudgetRule[]): readonly Budget[] {
  const names = new Set<string>();
  return rules.map((rule) => {
    if (names.has(rule.name)) throw invalid(rule, 'another budget has this name');
    names.add(rule.name);
    return compile(rule);
  });
}

function compile(rule: BudgetRule): Budget {
  const { limit, limitTokens, period = 'month', timeZone = 'UTC', per = [] } = rule;
  if (limit === undefined && limitTokens === undefined) {
    throw invalid(rule, 'it has no limit; give limit, limit_tokens or both');
  }
  if (limitTokens !== undefined && !(Number.isSafeInteger(limitTokens) && limitTokens >= 0)) {
    throw invalid(rule, 'limit_tokens is no whole number, 0 or more');
  }
  const { warnAtPercent = [80] } = rule;
  if (!warnAtPercent.every((percent) => percent > 0 && percent <= 100)) {
    throw invalid(rule, 'warn_at_percent has a share that is not between 1 and 100');
  }
  return {
    name: rule.name,
    limitMicros: limit === undefined ? null : microsOfAmount(limit),
    limitTokens: limitTokens ?? null,
    windows: new Windows(period, timeZone),
    ...{ period, timeZone },
    per: new Set(typeof per === 'string' ? [per] : per),
    tenant: rule.tenant ?? null,
    blocks: (rule.action ?? 'block') === 'block',
    warnAtPercent: [...warnAtPercent].sort((a, b) => a - b),
    onFailure: rule.onFailure ?? 'block',
    onUnpriced: rule.onUnpriced ?? 'block',
    covers: covering(rule),
  };
}

function covering({ tenant, user, agent, key, model }: BudgetRule): Budget['covers'] {
  const matches = model === undefined ? () => true : compileGlob(model.toLowerCase());
  return (call) =>
    (tenant === undefined || tenant === call.tenantId) &&
    (user === undefined || user === call.userId) &&
    (agent === undefined || agent === call.agentId) &&
    (key === undefined || key === call.keyId) &&
    (matches(call.bookModel) || matches(call.model.toLowerCase()));
}

function invalid({ name }: BudgetRule, problem: string): SafeAIError {
  return new SafeAIError('invalid_config', `The budget ${JSON.stringify(name)}: ${problem}.`);
}
