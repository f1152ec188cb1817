import { describe, expect, test } from '@jest/globals';
import type { DetectedTag, PolicyContext } from './decision.ts';
import { PolicyEngine } from './engine.ts';
import type { PolicyRule } from './rule.ts';

const REQUEST = { boundary: 'action', direction: 'request' } as const;
const span = true;

function ask(name: string, more: Partial<PolicyRule>): PolicyRule {
  return { ...REQUEST, name, action: 'require_approval', ...more };
}

function tags(...names: string[]): DetectedTag[] {
  return names.map((tag) => ({ tag, confidence: 0.9, span }));
}

describe('approvals', () => {
  const rules: PolicyRule[] = [
    ask('payments', { tools: ['pay*'], approval: { ttlMs: 1000, minApprovals: 2 } }),
    ask('personal', {
      dataTags: ['personal'],
      locked: true,
      approval: { groups: [{ role: 'dpo', count: 1 }] },
    }),
    ask('health', { dataTags: ['personal.phi'], locked: true, priority: 50 }),
    { ...REQUEST, name: 'financial', dataTags: ['personal.financial'], action: 'redact' },
    { ...REQUEST, name: 'weapons', dataTags: ['weapons'], action: 'block' },
    { ...REQUEST, name: 'rest', action: 'allow', priority: 500 },
  ];
  const engine = new PolicyEngine({ rules });
  const evaluate = (context: Partial<PolicyContext>) => engine.evaluate({ ...REQUEST, ...context });

  test('carry the terms of their rule', () => {
    expect(evaluate({ toolName: 'pay_bill' })).toMatchObject({
      action: 'require_approval',
      policyName: 'payments',
      reason: 'Human approval required by policy payments',
      approvals: [{ policyName: 'payments', ttlMs: 1000, minApprovals: 2 }],
    });
  });

  test('every rule that asks is met separately: locked ones, the unlocked one, over all tags', () => {
    const decision = evaluate({
      toolName: 'pay_bill',
      detectedTags: tags('personal.phi.mrn', 'personal.pii'),
    });
    expect(decision.policyName).toBe('health');
    expect(decision.approvals).toEqual([
      { policyName: 'health' },
      { policyName: 'payments', ttlMs: 1000, minApprovals: 2 },
      { policyName: 'personal', groups: [{ role: 'dpo', count: 1 }] },
    ]);
  });

  test('there are none without a tag that waits for one', () => {
    expect(evaluate({ toolName: 'read' }).approvals).toEqual([]);
    const blocked = evaluate({ detectedTags: tags('weapons') });
    expect(blocked).toMatchObject({ action: 'block', approvals: [] });
  });

  test('a block on another tag leaves them for those who ask', () => {
    const decision = evaluate({ detectedTags: tags('weapons', 'personal.pii') });
    expect(decision.action).toBe('block');
    expect(decision.approvals.map(({ policyName }) => policyName)).toEqual(['personal']);
  });

  test('a rule that was outdone within its tag asks for nothing', () => {
    const outdone = new PolicyEngine({
      rules: [
        ask('unlocked', { dataTags: ['x'] }),
        { ...REQUEST, name: 'lock', dataTags: ['x'], action: 'block', locked: true },
      ],
    });
    expect(outdone.evaluate({ ...REQUEST, dataTags: ['x'] })).toMatchObject({
      action: 'block',
      approvals: [],
    });
  });

  test('equally strict operator and shipped rules are one approval', () => {
    const shipped = new PolicyEngine({ rules: [ask('all-tools', {})], defaults: true });
    const decision = shipped.evaluate({ ...REQUEST, detectedTags: tags('destructive.git') });
    expect(decision.approvals).toEqual([{ policyName: 'default-destructive-git' }]);
  });
});

describe('once approved', () => {
  const rules: PolicyRule[] = [
    ask('send', { tools: ['send*'] }),
    { ...REQUEST, name: 'financial', dataTags: ['personal.financial'], action: 'redact' },
    { ...REQUEST, name: 'lock', dataTags: ['personal.pii'], action: 'redact', locked: true },
  ];
  const engine = new PolicyEngine({ rules, defaults: true });
  const context: PolicyContext = { ...REQUEST, toolName: 'send_mail' };

  test('the decision is what is left', () => {
    expect(engine.evaluate(context).action).toBe('require_approval');
    const approved = engine.evaluate({ ...context, approved: true });
    expect(approved).toMatchObject({ action: 'allow', policyName: 'send', approvals: [] });
  });

  test('redaction still applies, on the same tag and on others', () => {
    const detectedTags = tags('personal.pii.email', 'personal.financial.card');
    expect(engine.evaluate({ ...context, detectedTags }).action).toBe('require_approval');
    const approved = engine.evaluate({ ...context, detectedTags, approved: true });
    expect(approved.action).toBe('redact');
    expect(approved.verdicts.map(({ action, policyName }) => [action, policyName])).toEqual([
      ['redact', 'lock'],
      ['allow', 'send'],
    ]);
    const listed = new PolicyEngine({ rules: rules.toReversed(), defaults: true });
    expect(listed.evaluate({ ...context, detectedTags, approved: true }).verdicts).toMatchObject([
      { action: 'redact', policyName: 'lock' },
      { action: 'redact', policyName: 'financial' },
    ]);
  });

  test('a shipped protection that a broad rule only outdid still applies', () => {
    const message = { boundary: 'action', direction: 'message' } as const;
    const broad = new PolicyEngine({
      rules: [{ ...message, name: 'ask', action: 'require_approval' }],
      defaults: true,
    });
    const given = { ...message, detectedTags: tags('personal.pii.email') };
    expect(broad.evaluate(given)).toMatchObject({ action: 'require_approval', policyName: 'ask' });
    expect(broad.evaluate({ ...given, approved: true })).toMatchObject({
      action: 'redact',
      policyName: 'default-pii-redaction',
    });
  });

  test('a block stays a block', () => {
    const detectedTags = tags('secret.token');
    const decision = engine.evaluate({ ...context, detectedTags, approved: true });
    expect(decision).toMatchObject({ action: 'block', policyName: 'default-secret-detection' });
  });
});
