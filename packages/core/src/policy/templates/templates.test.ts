import { describe, expect, test } from '@jest/globals';
import { DEFAULT_RULES } from '../defaults.ts';
import type { PolicyContext } from '../decision.ts';
import { PolicyEngine } from '../engine.ts';
import { POLICY_TEMPLATES } from './index.ts';

function engineFor(name: string): PolicyEngine {
  const rules = POLICY_TEMPLATES.find((template) => template.name === name)?.rules ?? [];
  return new PolicyEngine({ rules, defaults: true });
}

function request(toolName: string, more: Partial<PolicyContext> = {}): PolicyContext {
  return { boundary: 'action', direction: 'request', toolName, ...more };
}

test('the templates are the five of the design', () => {
  expect(POLICY_TEMPLATES.map(({ name }) => name)).toEqual([
    'coding-agent',
    'finance',
    'healthcare',
    'strict',
    'support',
  ]);
});

test('all templates load together, and replace no shipped rule', () => {
  const rules = POLICY_TEMPLATES.flatMap((template) => template.rules);
  expect(() => new PolicyEngine({ rules, defaults: true })).not.toThrow();
  const shipped = new Set(DEFAULT_RULES.map(({ name }) => name));
  expect(rules.filter(({ name }) => shipped.has(name))).toEqual([]);
});

test.each(POLICY_TEMPLATES)('$name says what it is for, and means what it says', (template) => {
  expect(template.description.length).toBeGreaterThan(60);
  expect(
    engineFor(template.name)
      .lint()
      .filter(({ severity }) => severity === 'warning'),
  ).toEqual([]);
  for (const rule of template.rules) {
    expect(rule.name.startsWith(`${template.name}-`)).toBe(true);
    expect(rule.reason).toBeDefined();
  }
});

describe('what the templates change', () => {
  const span = true;
  const cases: [template: string, context: PolicyContext, action: string, name: string][] = [
    [
      'finance',
      {
        boundary: 'input',
        detectedTags: [{ tag: 'personal.financial.card', confidence: 0.9, span }],
      },
      'redact',
      'finance-account-data-redaction',
    ],
    [
      'finance',
      { boundary: 'memory', dataTags: ['personal.financial.iban'] },
      'block',
      'finance-account-data-storage',
    ],
    [
      'finance',
      request('send_payment', { parameters: { amount: 5 } }),
      'require_approval',
      'finance-payment',
    ],
    [
      'finance',
      request('send_payment', { parameters: { amount: 20_000 } }),
      'require_approval',
      'finance-large-payment',
    ],
    [
      'finance',
      request('send_payment', { parameters: { amount: '5' } }),
      'require_approval',
      'finance-large-payment',
    ],
    [
      'finance',
      request('wire_money', { session: { tags: ['injection.indirect'], calls: {} } }),
      'block',
      'finance-tainted-transfer',
    ],
    ['finance', request('get_balance'), 'allow', 'default-allow'],
    [
      'healthcare',
      { boundary: 'output', dataTags: ['personal.phi.mrn'] },
      'redact',
      'healthcare-phi-redaction',
    ],
    [
      'healthcare',
      { boundary: 'memory', dataTags: ['personal.phi.npi'] },
      'block',
      'healthcare-phi-storage',
    ],
    [
      'healthcare',
      request('lookup', { dataTags: ['personal.phi.mrn'] }),
      'require_approval',
      'healthcare-phi-tools',
    ],
    [
      'healthcare',
      request('send_email', { session: { tags: ['personal.phi.mrn'], calls: {} } }),
      'require_approval',
      'healthcare-tainted-send',
    ],
    [
      'healthcare',
      request('send_email', { session: { tags: [], calls: {} } }),
      'allow',
      'default-allow',
    ],
    [
      'support',
      { boundary: 'action', direction: 'response', dataTags: ['personal.pii.email'] },
      'allow',
      'support-contact-data',
    ],
    [
      'support',
      { boundary: 'action', direction: 'response', dataTags: ['personal.pii.ssn'] },
      'redact',
      'default-pii-redaction',
    ],
    [
      'support',
      { boundary: 'input', detectedTags: [{ tag: 'injection.override', confidence: 0.9, span }] },
      'block',
      'support-injection-block',
    ],
    [
      'support',
      { boundary: 'input', detectedTags: [{ tag: 'injection.override', confidence: 0.6, span }] },
      'flag',
      'default-injection-flag',
    ],
    ['support', request('issue_refund'), 'require_approval', 'support-consequential-tools'],
    [
      'coding-agent',
      request('write_file', { parameters: { path: '/usr/../etc/hosts' } }),
      'block',
      'coding-agent-folder-etc',
    ],
    [
      'coding-agent',
      request('write_file', { parameters: { path: '../../../../etc/hosts' } }),
      'block',
      'coding-agent-folder-etc',
    ],
    [
      'coding-agent',
      request('write_file', { parameters: { path: 'c:/windows/system32/x' } }),
      'block',
      'coding-agent-folder-windows',
    ],
    [
      'coding-agent',
      request('Write', { parameters: { file_path: '/etc/hosts', content: '' } }),
      'block',
      'coding-agent-file-etc',
    ],
    [
      'coding-agent',
      request('replace_string_in_file_edit', { parameters: { filePath: '/etc/hosts' } }),
      'block',
      'coding-agent-named-file-etc',
    ],
    [
      'coding-agent',
      request('Edit', { parameters: { file_path: '/home/me/src/etc/a.ts' } }),
      'allow',
      'default-allow',
    ],
    [
      'coding-agent',
      request('write_file', { parameters: { path: 'src/etc/a.ts' } }),
      'allow',
      'default-allow',
    ],
    [
      'coding-agent',
      request('write_file', { parameters: { path: '/home/me/src/a.ts' } }),
      'allow',
      'default-allow',
    ],
    [
      'coding-agent',
      request('web_fetch', { parameters: { url: 'http://[::ffff:a9fe:a9fe]/latest' } }),
      'block',
      'coding-agent-cloud-metadata',
    ],
    [
      'coding-agent',
      request('web_fetch', { parameters: { url: 'http://10.1.2.3/' } }),
      'require_approval',
      'coding-agent-private-network',
    ],
    [
      'coding-agent',
      request('web_fetch', { parameters: { url: 'http://localhost:3000/' } }),
      'allow',
      'default-allow',
    ],
    [
      'coding-agent',
      request('web_fetch', { parameters: { url: 'https://example.com/' } }),
      'allow',
      'default-allow',
    ],
    [
      'coding-agent',
      request('bash', { session: { tags: ['injection.indirect'], calls: {} } }),
      'require_approval',
      'coding-agent-tainted-shell',
    ],
    [
      'coding-agent',
      { boundary: 'action', direction: 'response', dataTags: ['personal.pii.email'] },
      'flag',
      'coding-agent-contact-data',
    ],
    ['strict', request('anything'), 'require_approval', 'strict-tools'],
    ['strict', { boundary: 'output', dataTags: ['secret.token'] }, 'block', 'strict-secrets'],
    [
      'strict',
      { boundary: 'input', detectedTags: [{ tag: 'personal.pii.name', confidence: 0.3, span }] },
      'block',
      'strict-personal-data',
    ],
    ['strict', { boundary: 'input' }, 'allow', 'default-allow'],
  ];
  test.each(cases)('%s: %j → %s (%s)', (template, context, action, policyName) => {
    expect(engineFor(template).evaluate(context)).toMatchObject({ action, policyName });
  });
});
