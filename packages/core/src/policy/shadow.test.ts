import { describe, expect, test } from '@jest/globals';
import type { PolicyContext } from './decision.ts';
import { PolicyEngine } from './engine.ts';
import type { PolicyRule } from './rule.ts';

const INPUT = { boundary: 'input' } as const;
const pii = { ...INPUT, dataTags: ['personal.pii'] };

function engineWith(...rules: PolicyRule[]): PolicyEngine {
  return new PolicyEngine({
    rules: [...rules, { ...INPUT, name: 'flag', dataTags: ['personal'], action: 'flag' }],
  });
}

describe('shadow rules', () => {
  test('never decide, and show what they would have', () => {
    const engine = engineWith({
      ...INPUT,
      name: 'trial',
      dataTags: ['personal'],
      action: 'block',
      mode: 'shadow',
    });
    const decision = engine.evaluate(pii);
    expect(decision).toMatchObject({ action: 'flag', policyName: 'flag' });
    expect(decision.wouldHave).toEqual({ action: 'block', policyName: 'trial' });
  });

  test('show where the rule differs, even with the same action', () => {
    const engine = engineWith({
      ...INPUT,
      name: 'trial',
      dataTags: ['personal'],
      action: 'flag',
      mode: 'shadow',
    });
    expect(engine.evaluate(pii).wouldHave).toEqual({ action: 'flag', policyName: 'trial' });
  });

  test('show nothing where they change nothing', () => {
    const engine = engineWith({
      ...INPUT,
      name: 'trial',
      dataTags: ['other'],
      action: 'block',
      mode: 'shadow',
    });
    expect(engine.evaluate(pii)).not.toHaveProperty('wouldHave');
    const late = engineWith({
      ...INPUT,
      name: 'late',
      action: 'block',
      mode: 'shadow',
      priority: 900,
    });
    expect(late.evaluate(pii)).not.toHaveProperty('wouldHave');
    expect(late.evaluate({ ...INPUT, boundary: 'output' })).not.toHaveProperty('wouldHave');
  });

  test('of a tenant would take the place of a global rule, for that tenant', () => {
    const engine = engineWith({
      ...INPUT,
      name: 'trial',
      dataTags: ['personal'],
      action: 'allow',
      mode: 'shadow',
      tenantId: 'acme',
    });
    expect(engine.evaluate({ ...pii, tenantId: 'acme' })).toMatchObject({
      action: 'flag',
      wouldHave: { action: 'allow', policyName: 'trial' },
    });
    expect(engine.evaluate({ ...pii, tenantId: 'other' })).not.toHaveProperty('wouldHave');
  });

  test('are all enforced together in what would have been', () => {
    const engine = engineWith(
      { ...INPUT, name: 'first', dataTags: ['personal'], action: 'allow', mode: 'shadow' },
      { ...INPUT, name: 'second', dataTags: ['personal'], action: 'block', mode: 'shadow' },
    );
    expect(engine.evaluate(pii).wouldHave).toEqual({ action: 'allow', policyName: 'first' });
  });

  test('an error in one changes no decision', () => {
    const errors: unknown[] = [];
    const engine = new PolicyEngine({
      rules: [
        {
          ...INPUT,
          name: 'trial',
          action: 'flag',
          mode: 'shadow',
          when: { 'parameters.x': { eq: 1 } },
        },
        { ...INPUT, name: 'rest', action: 'allow' },
      ],
      onError: (_error, name) => errors.push(name),
    });
    const parameters = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('hostile');
      },
    }) as NonNullable<PolicyContext['parameters']>;
    expect(engine.evaluate({ ...INPUT, parameters })).toMatchObject({
      action: 'allow',
      policyName: 'rest',
      wouldHave: { action: 'block', policyName: 'trial' },
    });
    expect(errors).toEqual(['trial']);
  });
});
