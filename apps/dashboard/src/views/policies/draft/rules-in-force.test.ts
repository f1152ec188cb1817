import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import type { PolicyRule } from '../rules/policy-rule.ts';
import { draftOfConfig, draftOfRules } from './rules-in-force.ts';

const rule = (name: string, more: Partial<PolicyRule> = {}): PolicyRule => ({
  name,
  boundary: ['input'],
  action: 'block',
  origin: 'operator',
  ...more,
});

describe('a draft of the rules in force', () => {
  test('has the parts of the configuration that are about rules, and no other', () => {
    const config = {
      audit: { max_size_mb: 1 },
      tenants: { acme: { policies: [] } },
      policy: { defaults: true },
      policies: [{ name: 'a', boundary: 'input', action: 'block' }],
    };
    expect(load(draftOfConfig(config))).toEqual({
      policies: config.policies,
      policy: config.policy,
      tenants: config.tenants,
    });
  });

  test('from the rules alone: what was written, without what is shipped', () => {
    const draft = draftOfRules([
      rule('mine'),
      rule('theirs', { origin: 'tenant', tenant_id: 'acme' }),
      rule('shipped', { origin: 'shipped' }),
    ]);
    expect(load(draft)).toEqual({
      policies: [
        { name: 'mine', boundary: 'input', action: 'block' },
        { name: 'theirs', boundary: 'input', action: 'block', tenant_id: 'acme' },
      ],
    });
  });

  test('says that the shipped rules are off where they are', () => {
    expect(load(draftOfRules([rule('mine')]))).toMatchObject({ policy: { defaults: false } });
  });
});
