import { expect, test } from '@jest/globals';
import type { NormalizedRule, PolicyRule } from '@safeai/core';
import { PolicyRuleSchema } from '../schema/policy.ts';
import { bodyValidator } from '../validation/validator.ts';
import { fromNormalizedRule, fromPolicyRule } from './rule.ts';

const isValid = bodyValidator(PolicyRuleSchema);

const bare: NormalizedRule = {
  name: 'default-allow',
  origin: 'shipped',
  boundaries: ['input', 'output'],
  directions: null,
  dataTags: null,
  action: 'allow',
  tenantId: null,
  tools: null,
  agents: null,
  users: null,
  models: null,
  minConfidence: 0.5,
  when: null,
  controls: [],
  priority: 1000,
  mode: 'enforce',
  locked: false,
  reason: null,
  fallbackTemplate: null,
  approval: null,
  trustDeclared: false,
};

test('a rule in force: what it does not say is left out', () => {
  const wire = fromNormalizedRule(bare);
  expect(wire).toEqual({
    name: 'default-allow',
    origin: 'shipped',
    boundary: ['input', 'output'],
    action: 'allow',
    min_confidence: 0.5,
    controls: [],
    priority: 1000,
    mode: 'enforce',
    locked: false,
    trust_declared: false,
  });
  expect(isValid(wire)).toEqual([]);
});

const said: PolicyRule = {
  name: 'transfers',
  boundary: 'action',
  direction: 'request',
  action: 'require_approval',
  dataTags: ['personal'],
  tenantId: 'acme',
  tools: ['transfer_*'],
  when: { 'parameters.toAccount': { hostIn: ['*.example.com'], sizeLte: 3, required: true } },
  approval: {
    ttlMs: 60_000,
    minApprovals: 2,
    groups: [{ role: 'approver', count: 1 }],
    escalateAfterMs: 30_000,
    escalateTo: 'on-call',
  },
  fallbackTemplate: 'no',
};

test('a rule of a template: names are those of safeai.yaml, fields of conditions are kept', () => {
  const wire = fromPolicyRule(said);
  expect(wire).toEqual({
    name: 'transfers',
    boundary: ['action'],
    direction: ['request'],
    action: 'require_approval',
    data_tags: ['personal'],
    tenant_id: 'acme',
    tools: ['transfer_*'],
    when: { 'parameters.toAccount': { host_in: ['*.example.com'], size_lte: 3, required: true } },
    approval: {
      ttl_ms: 60_000,
      min_approvals: 2,
      groups: [{ role: 'approver', count: 1 }],
      escalate_after_ms: 30_000,
      escalate_to: 'on-call',
    },
    fallback_template: 'no',
  });
  expect(isValid(wire)).toEqual([]);
});
