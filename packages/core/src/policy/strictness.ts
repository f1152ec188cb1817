import type { DefaultAction, RuleAction } from './rule.ts';

/** Every action, mildest first: an action's place is its {@link strictness}. */
export const RULE_ACTIONS = [
  'allow',
  'flag',
  'pseudonymize',
  'redact',
  'require_approval',
  'block',
] as const satisfies readonly RuleAction[];

/** What can happen to content that no rule covers, mildest first. */
export const DEFAULT_ACTIONS = RULE_ACTIONS.filter(
  (action): action is DefaultAction => action !== 'pseudonymize',
);

const ORDER: Readonly<Record<RuleAction, number>> = {
  allow: 0,
  flag: 1,
  pseudonymize: 2,
  redact: 3,
  require_approval: 4,
  block: 5,
};

/** 0 for the mildest action (`allow`) to 5 for the strictest (`block`). */
export function strictness(action: RuleAction): number {
  return ORDER[action];
}

/** The action of a {@link strictness}; `block` for anything that is not one. */
export function actionOf(strictness: number): RuleAction {
  return RULE_ACTIONS[strictness] ?? 'block';
}
