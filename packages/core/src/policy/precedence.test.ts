import { describe, expect, test } from '@jest/globals';
import type { PolicyContext } from './decision.ts';
import { PolicyEngine } from './engine.ts';
import type { PolicyRule } from './rule.ts';

const OUTPUT = { boundary: 'output' } as const;

function decide(
  rules: readonly PolicyRule[],
  context: Partial<PolicyContext> = {},
  defaults = false,
) {
  return new PolicyEngine({ rules, defaults }).evaluate({ ...OUTPUT, ...context });
}

describe('locked rules', () => {
  const locked: PolicyRule = {
    ...OUTPUT,
    name: 'lock',
    dataTags: ['personal'],
    action: 'redact',
    locked: true,
    priority: 900,
  };
  const pii = { dataTags: ['personal.pii.email'] };

  test.each<[string, Partial<PolicyRule>]>([
    ['an untagged rule', {}],
    ['a precise rule', { dataTags: ['personal.pii.email'] }],
    ["a tenant's rule", { dataTags: ['personal.pii.email'], tenantId: 'default' }],
    ["a tenant's untagged rule", { tenantId: 'default' }],
  ])('no priority helps %s to loosen one', (_what, rule) => {
    const allow: PolicyRule = { ...OUTPUT, name: 'allow', action: 'allow', priority: 1, ...rule };
    expect(decide([allow, locked], pii)).toMatchObject({ action: 'redact', policyName: 'lock' });
    expect(decide([locked, allow], pii)).toMatchObject({ action: 'redact', policyName: 'lock' });
  });

  test('tenants and users can tighten one', () => {
    const block: PolicyRule = {
      ...OUTPUT,
      name: 'block',
      dataTags: ['personal.pii'],
      action: 'block',
      tenantId: 'default',
    };
    expect(decide([locked, block], pii)).toMatchObject({ action: 'block', policyName: 'block' });
    expect(decide([locked, block], { ...pii, tenantId: 'other' }).action).toBe('redact');
  });

  test('of two the stricter one counts, in any order', () => {
    const stricter: PolicyRule = {
      ...locked,
      name: 'stricter',
      dataTags: ['personal.pii'],
      action: 'block',
      priority: 950,
    };
    expect(decide([locked, stricter], pii)).toMatchObject({
      action: 'block',
      policyName: 'stricter',
    });
    expect(decide([stricter, locked], pii)).toMatchObject({
      action: 'block',
      policyName: 'stricter',
    });
  });

  test('where they alone cover, they decide without the default action', () => {
    expect(decide([locked], pii)).toMatchObject({ action: 'redact', policyName: 'lock' });
    expect(decide([locked], { dataTags: ['other'] })).toMatchObject({
      action: 'block',
      policyName: null,
    });
  });

  test('one on a tag does not shield other tags', () => {
    const decision = decide([locked], { dataTags: ['personal.pii', 'other'] });
    expect(decision).toMatchObject({ action: 'block', reason: 'default deny', policyName: null });
  });
});

describe('order', () => {
  test('a final untagged deny after allows', () => {
    const rules: PolicyRule[] = [
      { ...OUTPUT, name: 'names', dataTags: ['personal.pii.name'], action: 'allow' },
      { ...OUTPUT, name: 'public', dataTags: ['public'], action: 'allow' },
      { ...OUTPUT, name: 'deny', action: 'block' },
    ];
    expect(decide(rules, { dataTags: ['public'] }).action).toBe('allow');
    expect(decide(rules, { dataTags: ['public', 'personal.pii.name'] }).action).toBe('allow');
    expect(decide(rules, { dataTags: ['public', 'internal'] })).toMatchObject({
      action: 'block',
      policyName: 'deny',
    });
    expect(decide(rules)).toMatchObject({ action: 'block', policyName: 'deny' });
    // First, it covers everything.
    expect(decide(rules.toReversed(), { dataTags: ['public'] }).policyName).toBe('deny');
  });

  test('priority comes before definition, which comes before nothing', () => {
    const flag: PolicyRule = { ...OUTPUT, name: 'flag', action: 'flag' };
    const allow: PolicyRule = { ...OUTPUT, name: 'allow', action: 'allow' };
    expect(decide([flag, allow]).policyName).toBe('flag');
    expect(decide([flag, { ...allow, priority: 99 }]).policyName).toBe('allow');
    expect(decide([flag, { ...allow, priority: -1 }]).policyName).toBe('allow');
  });

  test('of rules that are as strict the earliest names the decision', () => {
    const a: PolicyRule = { ...OUTPUT, name: 'about-a', dataTags: ['a'], action: 'flag' };
    const b: PolicyRule = { ...OUTPUT, name: 'about-b', dataTags: ['b'], action: 'flag' };
    for (const dataTags of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      expect(decide([a, b], { dataTags }).policyName).toBe('about-a');
      expect(decide([b, a], { dataTags }).policyName).toBe('about-b');
      expect(decide([b, { ...a, priority: 99 }], { dataTags }).policyName).toBe('about-a');
    }
  });

  test('a rule names the decision before the default action does', () => {
    const rules: PolicyRule[] = [{ ...OUTPUT, name: 'block', dataTags: ['b'], action: 'block' }];
    expect(decide(rules, { dataTags: ['a', 'b'] }).policyName).toBe('block');
  });

  test('default actions', () => {
    for (const [defaultAction, reason] of [
      ['allow', 'default allow'],
      ['flag', 'default flag'],
      ['redact', 'default redact'],
      ['require_approval', 'default require_approval'],
      ['block', 'default deny'],
    ] as const) {
      const decision = new PolicyEngine({ rules: [], defaultAction }).evaluate(OUTPUT);
      expect(decision).toMatchObject({ action: defaultAction, reason, policyName: null });
      const asks = defaultAction === 'require_approval' ? [{ policyName: 'default-action' }] : [];
      expect(decision.approvals).toEqual(asks);
    }
  });
});

describe("the operator's rules and the shipped ones", () => {
  const pii = { dataTags: ['personal.pii.email'] };

  test('a broad rule does not switch off a shipped protection', () => {
    const everything: PolicyRule = { ...OUTPUT, name: 'everything', action: 'allow', priority: 1 };
    expect(decide([everything], pii, true)).toMatchObject({
      action: 'redact',
      policyName: 'default-pii-redaction',
    });
    expect(decide([everything], {}, true)).toMatchObject({
      action: 'allow',
      policyName: 'everything',
    });
    expect(decide([everything], { dataTags: ['internal'] }, true)).toMatchObject({
      policyName: 'everything',
    });
  });

  test('a precise one does, and its tag alone', () => {
    for (const tag of ['personal', 'personal.pii', 'personal.pii.email']) {
      const exempt: PolicyRule = {
        ...OUTPUT,
        name: 'exempt',
        dataTags: [tag],
        action: 'allow',
        priority: 5000,
      };
      expect(decide([exempt], pii, true)).toMatchObject({ action: 'allow', policyName: 'exempt' });
      const both = { dataTags: ['personal.pii.email', 'secret.token'] };
      expect(decide([exempt], both, true).action).toBe('redact');
    }
    const email: PolicyRule = {
      ...OUTPUT,
      name: 'email',
      dataTags: ['personal.pii.email'],
      action: 'allow',
    };
    expect(decide([email], { dataTags: ['personal.pii.phone'] }, true).action).toBe('redact');
  });

  test('a broad one can tighten a shipped protection', () => {
    const deny: PolicyRule = { ...OUTPUT, name: 'deny', action: 'block', priority: 5000 };
    expect(decide([deny], pii, true)).toMatchObject({ action: 'block', policyName: 'deny' });
  });

  test('any covers before the shipped allow', () => {
    for (const action of ['flag', 'require_approval', 'block'] as const) {
      const late: PolicyRule = { ...OUTPUT, name: 'late', action, priority: 100_000 };
      expect(decide([late], {}, true)).toMatchObject({ action, policyName: 'late' });
      const tagged: PolicyRule = { ...late, dataTags: ['internal'] };
      expect(decide([tagged], { dataTags: ['internal.plan'] }, true).action).toBe(action);
      expect(decide([tagged], {}, true)).toMatchObject({ policyName: 'default-allow' });
    }
  });

  test('one with the name of a shipped one takes its place', () => {
    const own: PolicyRule = {
      name: 'default-allow',
      boundary: 'output',
      action: 'flag',
      priority: 1000,
    };
    expect(decide([own], {}, true)).toMatchObject({ action: 'flag', policyName: 'default-allow' });
    expect(decide([own], { boundary: 'input' }, true)).toMatchObject({
      action: 'block',
      policyName: null,
    });
  });

  test('without defaults there are no shipped rules', () => {
    expect(decide([], {}, false)).toMatchObject({
      action: 'block',
      reason: 'default deny',
      policyName: null,
    });
    expect(decide([], {}, true)).toMatchObject({
      action: 'allow',
      reason: 'Allowed by default policy',
    });
  });
});

describe('tags', () => {
  const rules: PolicyRule[] = [
    { ...OUTPUT, name: 'pii', dataTags: ['  Personal.PII '], action: 'redact' },
    { ...OUTPUT, name: 'shell', dataTags: ['dangerous.command'], action: 'block' },
    { ...OUTPUT, name: 'rest', action: 'allow' },
  ];

  test.each([
    ['PERSONAL.PII', 'pii'],
    [' personal.pii.Email', 'pii'],
    ['pii', 'pii'],
    ['PII.email', 'pii'],
    ['destructive.shell', 'shell'],
    // Parents and namesakes are not covered.
    ['personal', 'rest'],
    ['personal.piii', 'rest'],
  ])('%j is judged by %s', (tag, policyName) => {
    expect(decide(rules, { dataTags: [tag] }).policyName).toBe(policyName);
  });

  test.each(['', ' ', 'a..b', '.a', 'a.', 'a b', 'a\nb', 'x'.repeat(129)])(
    '%j is refused',
    (tag) => {
      const engine = new PolicyEngine({ rules });
      const refusal = expect.objectContaining({ code: 'invalid_tag', status: 422 });
      expect(() => engine.evaluate({ ...OUTPUT, dataTags: [tag] })).toThrow(refusal);
      const detectedTags = [{ tag, confidence: 1 }];
      expect(() => engine.evaluate({ ...OUTPUT, detectedTags })).toThrow(refusal);
    },
  );

  test('each distinct tag and confidence has a verdict, in the order given', () => {
    const { verdicts } = decide(rules, {
      dataTags: ['pii', 'PII', 'x'],
      detectedTags: [
        { tag: 'personal.pii', confidence: 0.2, span: true },
        { tag: 'personal.pii', confidence: 1, span: true },
        { tag: 'personal.pii', confidence: 0.2, span: true },
      ],
    });
    expect(verdicts).toEqual([
      { tag: 'personal.pii', confidence: 1, action: 'redact', policyName: 'pii' },
      { tag: 'x', confidence: 1, action: 'allow', policyName: 'rest' },
      { tag: 'personal.pii', confidence: 0.2, action: 'allow', policyName: 'rest' },
    ]);
  });

  test('many tags, repeated, have one verdict each', () => {
    const tags = Array.from({ length: 40 }, (_, index) => `t${String(index % 20)}`);
    expect(decide(rules, { dataTags: tags }).verdicts.map(({ tag }) => tag)).toEqual(
      tags.slice(0, 20),
    );
  });

  test('confidence has to reach min_confidence, 0.5 if a rule says nothing', () => {
    const found = (confidence: number) =>
      decide(
        [
          { ...OUTPUT, name: 'sure', dataTags: ['a'], action: 'block', minConfidence: 0.9 },
          ...rules,
        ],
        {
          detectedTags: [{ tag: 'a', confidence }],
        },
      ).policyName;
    expect(found(0.89)).toBe('rest');
    expect(found(0.9)).toBe('sure');
    const pii = (confidence: number) =>
      decide(rules, { detectedTags: [{ tag: 'pii', confidence, span: true }] }).policyName;
    expect(pii(0.49)).toBe('rest');
    expect(pii(0.5)).toBe('pii');
  });

  test.each([NaN, Infinity, -Infinity])('a confidence of %p counts as certain', (confidence) => {
    const detectedTags = [{ tag: 'pii', confidence, span: true }];
    expect(decide(rules, { detectedTags })).toMatchObject({ action: 'redact', policyName: 'pii' });
  });
});
