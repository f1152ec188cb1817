import type { AnswerOf } from '@safeai/client';

type Change = AnswerOf<'policies_simulate'>['changes'][number];
type Action = Change['from']['action'];

/** How many decisions would have another action, whichever rules make them. */
export interface ActionChange {
  readonly from: Action;
  readonly to: Action;
  readonly count: number;
}

/** Changes of the action, most first; those of the rule alone are left out. */
export function actionChanges(changes: readonly Change[]): readonly ActionChange[] {
  const sums = new Map<string, ActionChange>();
  for (const { from, to, count } of changes) {
    if (from.action === to.action) continue;
    const key = `${from.action} ${to.action}`;
    const sum = (sums.get(key)?.count ?? 0) + count;
    sums.set(key, { from: from.action, to: to.action, count: sum });
  }
  return [...sums.values()].toSorted((one, other) => other.count - one.count);
}
