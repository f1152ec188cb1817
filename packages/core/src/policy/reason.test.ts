import { describe, expect, test } from '@jest/globals';
import type { PolicyContext } from './decision.ts';
import { PolicyEngine } from './engine.ts';
import type { PolicyRule } from './rule.ts';

const ACTION = { boundary: 'action' } as const;

function decide(rule: Partial<PolicyRule>, context: Partial<PolicyContext> = {}) {
  const engine = new PolicyEngine({
    rules: [{ ...ACTION, name: 'rule', action: 'block', ...rule }],
  });
  return engine.evaluate({ ...ACTION, ...context });
}

describe('reasons', () => {
  test.each([
    ['allow', 'Allowed by policy rule'],
    ['flag', 'Flagged by policy rule'],
    ['redact', 'Redacted by policy rule'],
    ['require_approval', 'Human approval required by policy rule'],
    ['block', 'Blocked by policy rule'],
  ] as const)('of a rule without one: %s', (action, reason) => {
    expect(decide({ action }).reason).toBe(reason);
  });

  test('name the surface, the tool and the tags that the rule decided', () => {
    const reason = 'In {surface} of {tool}: {tags}. {surface}!';
    const context = {
      surface: 'tool request',
      toolName: 'Bash',
      dataTags: ['personal.pii', 'other', 'personal.phi'],
    };
    expect(decide({ reason, dataTags: ['personal', 'other'] }, context).reason).toBe(
      'In tool request of Bash: personal.pii, other, personal.phi. tool request!',
    );
    expect(decide({ reason }).reason).toBe('In action of (no tool): (no tags). action!');
  });

  test('leave other braces alone', () => {
    expect(decide({ reason: 'Use {} or {"a": 1} or {surface' }).reason).toBe(
      'Use {} or {"a": 1} or {surface',
    );
  });

  test("put a caller's tool name in as text of one line", () => {
    const toolName = `a\n{surface}\u202e${'x'.repeat(500)}`;
    const { reason } = decide({ reason: '{tool}' }, { toolName });
    expect(reason).toHaveLength(128);
    expect(reason.startsWith('a\u{fffd}{surface}\u{fffd}xxx')).toBe(true);
  });
});

describe('fallback texts', () => {
  test('are those of the deciding rule, filled in', () => {
    const fallbackTemplate = 'Sorry: {reason} ({tags}).';
    const decision = decide({ fallbackTemplate, reason: 'no {surface}' }, { dataTags: ['a'] });
    expect(decision.fallbackTemplate).toBe('Sorry: no action (a).');
  });

  test('are absent otherwise', () => {
    expect(decide({})).not.toHaveProperty('fallbackTemplate');
  });
});
