import type { RuleAction } from './rule.ts';

/** Every action, mildest first: an action's place is its {@link strictness}. */
export const RULE_ACTIONS = [
  'allow',
  'flag',
  'redact',
  'require_approval',
  'block',
] as const satisfies readonly RuleAction[];

const ORDER: Readonly<Record<RuleAction, number>> = {
  allow: 0,
  flag: 1,
  redact: 2,
  require_approval: 3,
  block: 4,
};

/** 0 for the mildest action (`allow`) to 4 for the strictest (`block`). */
export function strictness(action: RuleAction): number {
  return ORDER[action];
}

/** The action of a {@link strictness}; `block` for anything that is not one. */
export function actionOf(strictness: number): RuleAction {
  return RULE_ACTIONS[strictness] ?? 'block';
}
