import { describe, expect, test } from '@jest/globals';
import { PolicyEngine } from './engine.ts';

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
