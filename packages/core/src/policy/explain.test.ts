import { describe, expect, test } from '@jest/globals';
import type { PolicyContext } from './decision.ts';
import { PolicyEngine } from './engine.ts';
import type { PolicyRule } from './rule.ts';

const REQUEST = { boundary: 'action', direction: 'request' } as const;

/** The story of each rule: `name: outcome, why`. */
function story(
  rules: readonly PolicyRule[],
  context: Partial<PolicyContext>,
  defaults = false,
): string[] {
  const engine = new PolicyEngine({ rules, defaults });
  const { tags } = engine.explain({ ...REQUEST, ...context });
  return (tags[0]?.candidates ?? []).map(({ rule, outcome, why }) => `${rule}: ${outcome}, ${why}`);
}

function rule(name: string, more: Partial<PolicyRule> = {}): PolicyRule {
  return { ...REQUEST, name, action: 'flag', dataTags: ['personal'], ...more };
}

test('an explanation tells the whole decision', () => {
  const engine = new PolicyEngine({
    rules: [rule('pii', { tenantId: 'acme' })],
    defaultAction: 'block',
  });
  expect(
    engine.explain({
      ...REQUEST,
      tenantId: 'acme',
      dataTags: ['personal.pii'],
      detectedTags: [{ tag: 'other', confidence: 0.4, span: true }],
    }),
  ).toEqual({
    policyRevision: engine.revision,
    boundary: 'action',
    tenantId: 'acme',
    action: 'block',
    policyName: null,
    defaultApplied: true,
    tags: [
      {
        tag: 'personal.pii',
        source: 'declared',
        confidence: 1,
        action: 'flag',
        policyName: 'pii',
        candidates: [
          {
            rule: 'pii',
            origin: 'tenant',
            locked: false,
            mode: 'enforce',
            priority: 100,
            action: 'flag',
            matchedTag: 'personal',
            outcome: 'selected',
            why: 'decides',
          },
        ],
      },
      {
        tag: 'other',
        source: 'detected',
        confidence: 0.4,
        action: 'block',
        policyName: null,
        candidates: [],
      },
    ],
  });
});

describe('why a rule was or was not chosen', () => {
  const pii: Partial<PolicyContext> = {
    dataTags: ['personal.pii'],
    tenantId: 'acme',
    toolName: 'bash',
  };

  test('what keeps a rule from applying', () => {
    const rules = [
      rule('tool', { tools: ['zsh'] }),
      rule('tool-glob', { tools: ['z*'] }),
      rule('agent', { agents: ['ann'] }),
      rule('user', { users: ['ann'] }),
      rule('model', { models: ['x'] }),
      rule('when', { when: { 'parameters.a': { eq: 1 }, 'parameters.b': { eq: 1 } } }),
      rule('shadow', { mode: 'shadow' }),
      rule('decides'),
    ];
    expect(story(rules, { ...pii, parameters: { a: 1, b: 2 } })).toEqual([
      'tool: not_applicable, tool does not match',
      'tool-glob: not_applicable, tool does not match',
      'agent: not_applicable, agent does not match',
      'user: not_applicable, user does not match',
      'model: not_applicable, model does not match',
      'when: not_applicable, when: parameters.b does not hold',
      'shadow: not_applicable, in shadow mode: never decides',
      'decides: selected, decides',
    ]);
  });

  test('confidence', () => {
    const detectedTags = [{ tag: 'personal.pii', confidence: 0.2, span: true }];
    expect(
      story([rule('sure'), rule('rest', { dataTags: undefined as never })], { detectedTags }),
    ).toEqual(['sure: not_applicable, min_confidence 0.5 over 0.2', 'rest: selected, decides']);
  });

  test('other boundaries, tags and tenants are no candidates', () => {
    const rules = [
      rule('elsewhere', { boundary: 'input' }),
      rule('response', { direction: 'response' }),
      rule('other-tag', { dataTags: ['personal.pii.email', 'secret'] }),
      rule('other-tenant', { tenantId: 'other' }),
      rule('decides'),
    ];
    expect(story(rules, pii)).toEqual(['decides: selected, decides']);
  });

  test("tenants' rules and global ones", () => {
    const rules = [
      rule('global', { dataTags: ['personal.pii'], action: 'block' }),
      rule('later-global'),
      rule('broad', { tenantId: 'acme' }),
      rule('own', { tenantId: 'acme', dataTags: ['personal.pii'] }),
      rule('later-own', { tenantId: 'acme', dataTags: ['personal.pii'] }),
    ];
    expect(story(rules, pii)).toEqual([
      'global: not_selected, replaced by tenant rule own',
      'later-global: not_selected, later than global',
      'broad: not_selected, less precise than global',
      'own: selected, decides',
      'later-own: not_selected, later than own',
    ]);
  });

  test('shipped and locked rules', () => {
    const git = { ...pii, dataTags: ['destructive.git'] };
    expect(
      story([rule('exempt', { dataTags: ['destructive.git'], action: 'allow' })], git, true),
    ).toEqual([
      "default-destructive-git: not_selected, exempt is the operator's and at least as precise",
      'default-destructive-database: not_applicable, tool does not match',
      'default-destructive-shell-tool: not_selected, later than default-destructive-git',
      'default-destructive-other: not_selected, later than default-destructive-git',
      'exempt: selected, decides',
      'default-allow: not_selected, later than default-destructive-git',
    ]);
    const rules = [
      rule('broad', { dataTags: undefined as never, action: 'allow' }),
      rule('lock', { dataTags: ['destructive'], action: 'flag', locked: true }),
      rule('same', {
        dataTags: ['destructive'],
        action: 'require_approval',
        locked: true,
        priority: 500,
      }),
    ];
    const told = story(rules, git, true);
    expect(told).toContain('default-destructive-git: selected, decides');
    expect(told).toContain('lock: not_selected, milder than default-destructive-git');
    expect(told).toContain('broad: not_selected, milder than default-destructive-git');
    expect(told).toContain('same: selected, its approval is asked for too');
  });

  test('equally strict', () => {
    const rules = [rule('lock', { locked: true }), rule('same')];
    expect(story(rules, pii)).toEqual([
      'lock: selected, decides',
      'same: not_selected, as strict as lock, which is earlier',
    ]);
  });

  test('redaction that cannot be carried out', () => {
    const detectedTags = [{ tag: 'personal.pii', confidence: 1 }];
    expect(story([rule('pii', { action: 'redact' })], { detectedTags })).toEqual([
      'pii: selected, decides; no span carries the tag, so it blocks',
    ]);
  });

  test('fields of the wrong type', () => {
    const when = { 'parameters.n': { gt: 5 } };
    const rules = [
      rule('allow', { when, action: 'allow' }),
      rule('block', { when, action: 'block' }),
      rule('certain'),
      rule('after', { when, action: 'block' }),
    ];
    expect(story(rules, { ...pii, parameters: { n: '1' } })).toEqual([
      'allow: not_selected, milder than block',
      'block: selected, decides, taken as holding: a field has the wrong type',
      'certain: not_selected, milder than block',
      'after: not_selected, later than certain',
    ]);
  });
});
