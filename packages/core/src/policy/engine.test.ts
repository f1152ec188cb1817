import { describe, expect, test } from '@jest/globals';
import { PolicyEngine, type PolicyEngineOptions } from './engine.ts';
import type { PolicyRule } from './rule.ts';

describe('the example of the documents', () => {
  const engine = new PolicyEngine({
    rules: [
      {
        name: 'global-block-secrets',
        boundary: 'input',
        dataTags: ['secret.credential'],
        action: 'block',
      },
      {
        name: 'acme-allow-pii',
        boundary: 'input',
        dataTags: ['personal.pii'],
        action: 'allow',
        tenantId: 'acme',
      },
      {
        name: 'default-redact-pii',
        boundary: 'input',
        dataTags: ['personal.pii'],
        action: 'redact',
      },
    ],
  });

  test('the rule of the tenant comes before the global one', () => {
    const decision = engine.evaluate({
      boundary: 'input',
      dataTags: ['personal.pii'],
      tenantId: 'acme',
    });
    expect(decision).toEqual({
      action: 'allow',
      reason: 'Allowed by policy acme-allow-pii',
      policyName: 'acme-allow-pii',
      policyRevision: engine.revision,
      verdicts: [
        { tag: 'personal.pii', confidence: 1, action: 'allow', policyName: 'acme-allow-pii' },
      ],
      approvals: [],
    });
  });

  test('other tenants have the global rule', () => {
    for (const tenantId of ['default', 'other']) {
      const decision = engine.evaluate({ boundary: 'input', dataTags: ['personal.pii'], tenantId });
      expect(decision.action).toBe('redact');
      expect(decision.policyName).toBe('default-redact-pii');
    }
    expect(engine.evaluate({ boundary: 'input', dataTags: ['personal.pii'] }).action).toBe(
      'redact',
    );
  });
});

describe('an engine', () => {
  const rule: PolicyRule = { name: 'rule', boundary: 'input', action: 'flag' };

  test('lists its rules in order of evaluation, shipped ones included', () => {
    const rules = [
      { ...rule, priority: 500 },
      { ...rule, name: 'early', priority: 5 },
    ];
    const engine = new PolicyEngine({ rules, defaults: true });
    const names = engine.rules.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['early', 'default-secret-detection']);
    expect(names.slice(-2)).toEqual(['rule', 'default-allow']);
  });

  test('refuses a bad rule set and a bad default action', () => {
    const refusal = (path: string) =>
      expect.objectContaining({
        code: 'invalid_policy',
        details: [expect.objectContaining({ path })],
      });
    expect(() => new PolicyEngine({ rules: [{ ...rule, name: '' }] })).toThrow(
      refusal('policies[0].name'),
    );
    const defaultAction = 'deny' as 'block';
    expect(() => new PolicyEngine({ rules: [], defaultAction })).toThrow(refusal('defaultAction'));
  });

  test('does not see later changes of what it was made from', () => {
    const tags = ['a'];
    const rules: PolicyRule[] = [{ ...rule, dataTags: tags }];
    const engine = new PolicyEngine({ rules });
    tags[0] = 'b';
    rules.push({ ...rule, name: 'more', action: 'allow' });
    expect(engine.evaluate({ boundary: 'input', dataTags: ['a'] }).policyName).toBe('rule');
    expect(engine.evaluate({ boundary: 'input' }).policyName).toBeNull();
  });
});

describe('the revision', () => {
  const rule: PolicyRule = {
    name: 'a',
    boundary: 'input',
    action: 'flag',
    dataTags: ['personal.pii'],
  };
  const revision = (rules: readonly PolicyRule[], more: Partial<PolicyEngineOptions> = {}) =>
    new PolicyEngine({ rules, ...more }).revision;

  test('is a sha256 in hex, and the same for sets that say the same', () => {
    const same: PolicyRule = {
      dataTags: [' PII'],
      action: 'flag',
      priority: 100,
      boundary: ['input'],
      name: 'a',
    };
    expect(revision([rule])).toMatch(/^[0-9a-f]{64}$/);
    expect(revision([same])).toBe(revision([rule]));
  });

  test('differs where anything does', () => {
    const b: PolicyRule = { ...rule, name: 'b' };
    const all = [
      revision([]),
      revision([rule]),
      revision([{ ...rule, action: 'block' }]),
      revision([{ ...rule, tenantId: 'acme' }]),
      revision([{ ...rule, reason: 'x' }]),
      revision([rule, b]),
      revision([b, rule]),
      revision([rule], { defaults: true }),
      revision([rule], { defaultAction: 'allow' }),
      revision([rule], { defaultTenant: 'acme' }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
