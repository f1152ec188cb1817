import { describe, expect, test } from '@jest/globals';
import type { PolicyContext } from './decision.ts';
import { PolicyEngine } from './engine.ts';
import type { PolicyRule } from './rule.ts';

const INPUT = { boundary: 'input' } as const;
const PII = ['personal.pii.email'];

function decide(rules: readonly PolicyRule[], context: Partial<PolicyContext>, defaults = false) {
  return new PolicyEngine({ rules, defaults }).evaluate({ ...INPUT, ...context });
}

/** Every order of a list. */
function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    orders(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

describe("a tenant's exemption", () => {
  const rules: PolicyRule[] = [
    { ...INPUT, name: 'pii', dataTags: ['personal.pii'], action: 'redact' },
    { ...INPUT, name: 'secrets', dataTags: ['secret'], action: 'block' },
    { ...INPUT, name: 'exempt', dataTags: ['personal.pii'], action: 'allow', tenantId: 'acme' },
  ];

  test.each(
    orders(rules).map((order) => [order.map(({ name }) => name).join(' '), order] as const),
  )('lets no secret out: %s', (_name, order) => {
    const engine = new PolicyEngine({ rules: order });
    const context = { ...INPUT, tenantId: 'acme' };
    expect(engine.evaluate({ ...context, dataTags: PII }).action).toBe('allow');
    for (const dataTags of [
      [...PII, 'secret.token'],
      ['secret.token', ...PII],
    ]) {
      const decision = engine.evaluate({ ...context, dataTags });
      expect(decision).toMatchObject({ action: 'block', policyName: 'secrets' });
    }
  });

  test('holds for its tenant alone', () => {
    expect(decide(rules, { dataTags: PII, tenantId: 'acme' }).action).toBe('allow');
    expect(decide(rules, { dataTags: PII, tenantId: 'other' }).action).toBe('redact');
    expect(decide(rules, { dataTags: PII }).action).toBe('redact');
  });

  test('may be named like a global rule, and both load', () => {
    const both: PolicyRule[] = [
      { ...INPUT, name: 'default-redact-pii', dataTags: ['personal.pii'], action: 'redact' },
      {
        ...INPUT,
        name: 'default-redact-pii',
        dataTags: ['personal.pii'],
        action: 'flag',
        tenantId: 'default',
      },
    ];
    expect(decide(both, { dataTags: PII }).action).toBe('flag');
    expect(decide(both, { dataTags: PII, tenantId: 'other' }).action).toBe('redact');
  });
});

describe('whose place a rule of a tenant takes', () => {
  const tenant = { ...INPUT, tenantId: 'acme' };
  const context = { dataTags: PII, tenantId: 'acme' };

  test('that of a global rule about the same tag, or a broader one', () => {
    for (const tag of ['personal', 'personal.pii']) {
      const rules: PolicyRule[] = [
        { ...INPUT, name: 'global', dataTags: [tag], action: 'block' },
        { ...tenant, name: 'own', dataTags: ['personal.pii'], action: 'flag' },
      ];
      expect(decide(rules, context)).toMatchObject({ action: 'flag', policyName: 'own' });
    }
  });

  test('not that of a more precise one', () => {
    const rules: PolicyRule[] = [
      { ...INPUT, name: 'global', dataTags: ['personal.pii.email'], action: 'block' },
      { ...tenant, name: 'own', dataTags: ['personal.pii'], action: 'allow' },
    ];
    expect(decide(rules, context)).toMatchObject({ action: 'block', policyName: 'global' });
  });

  test('not that of an untagged one', () => {
    const rules: PolicyRule[] = [
      { ...INPUT, name: 'freeze', action: 'block', agents: ['rogue'] },
      { ...tenant, name: 'own', dataTags: ['personal.pii'], action: 'allow' },
    ];
    expect(decide(rules, { ...context, agentId: 'rogue' })).toMatchObject({ policyName: 'freeze' });
    expect(decide(rules, { ...context, agentId: 'other' })).toMatchObject({ policyName: 'own' });
  });

  test('an untagged one of a tenant takes no place, and may come first', () => {
    const own: PolicyRule = { ...tenant, name: 'own', action: 'allow' };
    const global: PolicyRule = {
      ...INPUT,
      name: 'global',
      dataTags: ['personal'],
      action: 'block',
    };
    expect(decide([global, own], context)).toMatchObject({ policyName: 'global' });
    expect(decide([own, global], context)).toMatchObject({ policyName: 'own' });
  });

  test('between two global ones of other precision there is one answer in every order', () => {
    const broad: PolicyRule = { ...INPUT, name: 'broad', dataTags: ['personal'], action: 'block' };
    const precise: PolicyRule = {
      ...INPUT,
      name: 'precise',
      dataTags: ['personal.pii.email'],
      action: 'redact',
    };
    const own: PolicyRule = { ...tenant, name: 'own', dataTags: ['personal.pii'], action: 'allow' };
    const names = orders([broad, precise, own]).map((order) => [
      order.map(({ name }) => name).join(' '),
      decide(order, context).policyName,
    ]);
    expect(Object.fromEntries(names)).toEqual({
      // The first covering rule is the broad one, and the tenant's takes its place.
      'broad precise own': 'own',
      'broad own precise': 'own',
      // The first one is more precise than the tenant's.
      'precise broad own': 'precise',
      'precise own broad': 'precise',
      // The tenant's is the first one itself.
      'own broad precise': 'own',
      'own precise broad': 'own',
    });
  });

  test('the first of several of the tenant is taken', () => {
    const rules: PolicyRule[] = [
      { ...INPUT, name: 'global', dataTags: ['personal.pii'], action: 'block' },
      { ...tenant, name: 'late', dataTags: ['personal.pii'], action: 'allow', priority: 300 },
      { ...tenant, name: 'early', dataTags: ['personal.pii.email'], action: 'flag', priority: 200 },
    ];
    expect(decide(rules, context)).toMatchObject({ policyName: 'early' });
  });

  test('one that does not apply takes no place', () => {
    const rules: PolicyRule[] = [
      { ...INPUT, name: 'global', dataTags: ['personal.pii'], action: 'block' },
      { ...tenant, name: 'own', dataTags: ['personal.pii'], action: 'allow', agents: ['ann'] },
    ];
    expect(decide(rules, { ...context, agentId: 'bob' })).toMatchObject({ policyName: 'global' });
    expect(decide(rules, { ...context, agentId: 'ann' })).toMatchObject({ policyName: 'own' });
  });
});

describe('the tenant of a context', () => {
  const rules: PolicyRule[] = ['default', '__proto__', 'constructor'].map((tenantId) => ({
    ...INPUT,
    name: 'own',
    tenantId,
    action: 'flag',
    reason: `for ${tenantId}`,
  }));

  test.each([
    [undefined, 'for default'],
    ['', 'for default'],
    ['__proto__', 'for __proto__'],
    ['constructor', 'for constructor'],
    ['toString', 'default deny'],
    ['hasOwnProperty', 'default deny'],
  ])('%j: %s', (tenantId, reason) => {
    const context = tenantId === undefined ? {} : { tenantId };
    expect(decide(rules, context).reason).toBe(reason);
  });

  test('defaultTenant names the one of contexts that name none', () => {
    const engine = new PolicyEngine({ rules, defaultTenant: '__proto__' });
    expect(engine.evaluate(INPUT).reason).toBe('for __proto__');
    expect(engine.evaluate({ ...INPUT, tenantId: 'default' }).reason).toBe('for default');
  });
});

describe('a rule of a tenant with the name of a shipped one', () => {
  const rule: PolicyRule = {
    name: 'default-secret-detection',
    boundary: 'input',
    dataTags: ['secret'],
    action: 'allow',
    tenantId: 'acme',
    priority: 1,
  };

  test('is an ordinary rule of the tenant', () => {
    expect(decide([rule], { dataTags: ['secret.token'], tenantId: 'acme' }, true).action).toBe(
      'block',
    );
  });

  test('a global one replaces it, locked or not, for everybody', () => {
    const { tenantId: _, ...global } = rule;
    expect(decide([global], { dataTags: ['secret.token'] }, true).action).toBe('allow');
    const shadow: PolicyRule = { ...global, mode: 'shadow' };
    expect(decide([shadow], { dataTags: ['secret.token'] }, true).action).toBe('allow');
  });
});
