import { fullName, type PolicyRule } from './policy-rule.ts';

/** Which rules are shown; empty: all. */
export interface RuleFilter {
  readonly text: string;
  readonly boundary: string;
  readonly action: string;
  readonly mode: string;
  readonly tenant: string;
}

/** What each part of a filter is called in the address. */
const KEYS = {
  text: 'q',
  boundary: 'boundary',
  action: 'action',
  mode: 'mode',
  tenant: 'tenant',
} as const satisfies Record<keyof RuleFilter, string>;

/** The filter that an address holds. */
export function filterOf(query: URLSearchParams): RuleFilter {
  const part = (key: string): string => query.get(key) ?? '';
  return {
    text: part(KEYS.text),
    boundary: part(KEYS.boundary),
    action: part(KEYS.action),
    mode: part(KEYS.mode),
    tenant: part(KEYS.tenant),
  };
}

/** An address's query with another filter; all else in it stays. */
export function withFilter(query: URLSearchParams, filter: RuleFilter): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const part of Object.keys(KEYS) as (keyof RuleFilter)[]) {
    if (filter[part] === '') next.delete(KEYS[part]);
    else next.set(KEYS[part], filter[part]);
  }
  return next;
}

/** Whether anything is left out. */
export function isFiltered(filter: RuleFilter): boolean {
  return Object.values(filter).some((part) => part !== '');
}

/** The rules that a filter shows, in their order. A tenant's are those that hold for it: its own, and everybody's. */
export function filtered(rules: readonly PolicyRule[], filter: RuleFilter): readonly PolicyRule[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rules.filter((rule) => {
    const { boundary, action, mode = 'enforce', tenant_id } = rule;
    if (filter.boundary !== '' && !boundary.some((each) => each === filter.boundary)) return false;
    if (filter.action !== '' && action !== filter.action) return false;
    if (filter.mode !== '' && mode !== filter.mode) return false;
    if (filter.tenant !== '' && tenant_id !== undefined && tenant_id !== filter.tenant) {
      return false;
    }
    const theirs = wordsOf(rule);
    return words.every((word) => theirs.includes(word));
  });
}

/** All that can be looked for in a rule. */
function wordsOf(rule: PolicyRule): string {
  const { data_tags, tools, agents, users, models, controls, reason, origin } = rule;
  return [
    fullName(rule),
    ...[data_tags, tools, agents, users, models, controls].flatMap((each) => each ?? []),
    reason,
    origin,
  ]
    .join('\n')
    .toLowerCase();
}
