import { Icon } from './icon.tsx';
import type { ActionName } from './verdict.tsx';

/** What a rule does, as the configuration names it: what it looks like in a decision, and in words. */
const RULE_ACTIONS = {
  allow: { as: 'allow', words: 'Allow' },
  flag: { as: 'flag', words: 'Flag' },
  pseudonymize: { as: 'redact', words: 'Pseudonymize' },
  redact: { as: 'redact', words: 'Redact' },
  require_approval: { as: 'pending_approval', words: 'Require approval' },
  block: { as: 'block', words: 'Block' },
} as const satisfies Readonly<Record<string, { as: ActionName; words: string }>>;

/** What a rule does. */
export type RuleActionName = keyof typeof RULE_ACTIONS;

/** What a rule can do, mildest first. */
export const RULE_ACTION_NAMES = Object.keys(RULE_ACTIONS) as readonly RuleActionName[];

/** What a rule does, in words. */
export function ruleActionWords(action: string): string {
  return isRuleAction(action) ? RULE_ACTIONS[action].words : action;
}

/** What a rule does: by a sign, by words and by colour. */
export function RuleAction({ action }: { readonly action: string }) {
  if (!isRuleAction(action)) return <span className="verdict foreign">{action}</span>;
  const { as, words } = RULE_ACTIONS[action];
  return (
    <span className="verdict" data-action={as}>
      <Icon name={as} size={13} />
      {words}
    </span>
  );
}

function isRuleAction(action: string): action is RuleActionName {
  return Object.hasOwn(RULE_ACTIONS, action);
}
