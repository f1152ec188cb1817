import {
  block,
  choice,
  duration,
  flag,
  integer,
  list,
  map,
  object,
  shared,
  text,
} from './builders.ts';
import { DEFAULT_ACTIONS, TENANT_PATTERN } from '@safeai/core';
import { policyRule } from './policy-rule.ts';
import { TENANT_FORM } from './tenant.ts';

/** A rule, described once and referred to. */
export const policyRuleRef = shared('policy_rule', policyRule);

/** `policies`: the rules of this file. */
export const policies = list(policyRuleRef, {
  description: 'Policy rules, in the order in which they are evaluated.',
  default: [],
});

/** `policy_files`: further files of rules. */
export const policyFiles = list(text({ description: 'Path or glob.', format: 'glob' }), {
  description:
    'Files with further rules, a list or a map with `policies`; they follow the rules above.',
  default: [],
});

/** `policy`: what holds besides the rules. */
export const policy = block('What holds besides the rules.', {
  defaults: flag({ description: 'Use the shipped rules too.', default: true }),
  default_action: choice(DEFAULT_ACTIONS, {
    description: 'What happens to content that no rule covers.',
    default: 'block',
  }),
  pseudonyms: block('What becomes of values that rules `pseudonymize`.', {
    ttl: duration({
      description: "How long after its last use a session's values are kept.",
      default: '24h',
    }),
    max_per_session: integer({
      description: 'Most values of a session; the least recently used are forgotten first.',
      default: 10_000,
      minimum: 1,
      maximum: 100_000,
    }),
    restore_in_tools: list(text({ description: 'Full name or glob.' }), {
      description:
        'Tools that get the values themselves where their parameters hold pseudonyms of the session.',
      default: [],
    }),
  }),
});

/** `tenants`: rules of single tenants. */
export const tenants = map(
  object(
    {
      description: text({ description: 'For people; `GET /v1/tenants` shows it.' }),
      policies: list(policyRuleRef, {
        description: 'Rules of this tenant; they go before global rules about the same tags.',
        default: [],
      }),
    },
    { description: 'A tenant.' },
  ),
  {
    description:
      'Tenants by id. Any id is valid without an entry; `default` is the tenant of requests that name none.',
    default: {},
    keys: { pattern: TENANT_PATTERN, expected: TENANT_FORM },
  },
);
