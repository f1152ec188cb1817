import type { AnswerOf } from '@safeai/client';

/** How a budget stands, in one of its accounts. */
export type Budget = AnswerOf<'budgets'>[number];

/** A limit of a budget, and what is used of it. Null: others share it, and their spending is not shown. */
export interface BudgetUse {
  readonly limit: number;
  readonly spent: number | null;
  readonly reserved: number | null;
  readonly remaining: number | null;
}

/** Of money; null where that is not limited. */
export function moneyUse({ limit, spent, reserved, remaining }: Budget): BudgetUse | null {
  return limit === null ? null : { limit, spent, reserved, remaining };
}

/** Of tokens; null where those are not limited. */
export function tokenUse(budget: Budget): BudgetUse | null {
  const { limit_tokens: limit, spent_tokens, reserved_tokens, remaining_tokens } = budget;
  if (limit === null) return null;
  return { limit, spent: spent_tokens, reserved: reserved_tokens, remaining: remaining_tokens };
}

/** The part of a limit that an amount is; all of it where nothing may be spent. */
export function partOf(amount: number, limit: number): number {
  return limit > 0 ? amount / limit : 1;
}

/** The part that is used or set aside, of money or of tokens, whichever is more; null where that is not shown. */
export function usedPart(budget: Budget): number | null {
  const parts = [moneyUse(budget), tokenUse(budget)].flatMap((use) =>
    typeof use?.spent === 'number' ? [partOf(use.spent + (use.reserved ?? 0), use.limit)] : [],
  );
  return parts.length === 0 ? null : Math.max(...parts);
}

/** How a meter of a used part looks: used up, or at a share at which the budget warns. */
export function meterTone(part: number, warnsAt: readonly number[] = []) {
  if (part >= 1) return 'bad';
  return warnsAt.some((percent) => part >= percent / 100) ? 'warning' : undefined;
}

/** Whose account it is, and of which period. */
export function accountWords({ tenant_id, user, agent_id, model, key_id, period }: Budget): string {
  return [tenant_id, user, agent_id, model, key_id, period]
    .filter((each) => each !== null)
    .join(', ');
}
