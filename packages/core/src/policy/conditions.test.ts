import { describe, expect, test } from '@jest/globals';
import type { PolicyContext } from './decision.ts';
import { PolicyEngine } from './engine.ts';
import type { Condition, PolicyRule, RuleAction } from './rule.ts';

const REQUEST = { boundary: 'action', direction: 'request' } as const;
const rest: PolicyRule = { ...REQUEST, name: 'rest', action: 'flag', priority: 900 };

function decide(rules: readonly PolicyRule[], context: Partial<PolicyContext> = {}) {
  return new PolicyEngine({ rules: [...rules, rest] }).evaluate({ ...REQUEST, ...context });
}

function amount(action: RuleAction, condition: Condition): PolicyRule {
  return { ...REQUEST, name: 'amount', action, when: { 'parameters.amount': condition } };
}

describe('a when condition', () => {
  const stricter = amount('block', { gt: 100 });
  const milder = amount('allow', { lt: 100 });

  test('that holds lets its rule apply', () => {
    expect(decide([stricter], { parameters: { amount: 101 } }).action).toBe('block');
    expect(decide([stricter], { parameters: { amount: 100 } }).action).toBe('flag');
  });

  test.each([{}, { parameters: {} }, { parameters: { amount: undefined as never } }])(
    'on a missing field is false: %j',
    (context) => {
      expect(decide([stricter], context).action).toBe('flag');
      expect(decide([milder], context).action).toBe('flag');
    },
  );

  test('on a missing required field is true for rules stricter than allow', () => {
    expect(decide([amount('block', { gt: 100, required: true })]).action).toBe('block');
    expect(decide([amount('allow', { lt: 100, required: true })]).action).toBe('flag');
  });

  test.each([['101'], [null], [[101]], [{ value: 101 }], [true]])(
    'on a field of the wrong type is taken the stricter way: %j',
    (value) => {
      const context = { parameters: { amount: value } };
      expect(decide([stricter], context)).toMatchObject({ action: 'block', policyName: 'amount' });
      expect(decide([milder], context)).toMatchObject({ action: 'flag', policyName: 'rest' });
    },
  );

  test('with a false part is false, whatever else cannot be told', () => {
    const both: PolicyRule = { ...stricter, when: { ...stricter.when, model: { eq: 'small' } } };
    const parameters = { amount: 'x' };
    expect(decide([both], { parameters, model: 'large' }).action).toBe('flag');
    expect(decide([both], { parameters, model: 'small' }).action).toBe('block');
    expect(decide([both], { parameters }).action).toBe('flag');
  });

  test('several unsure rules: the strictest way of taking them all', () => {
    const named = (name: string, action: RuleAction): PolicyRule => ({
      ...amount(action, { gt: 1 }),
      name,
    });
    const parameters = { amount: 'x' };
    const rules = [
      named('a', 'allow'),
      named('b', 'redact'),
      named('c', 'allow'),
      named('d', 'require_approval'),
    ];
    const decision = decide(rules, { parameters });
    expect(decision).toMatchObject({ action: 'require_approval', policyName: 'd' });
    expect(decision.approvals).toEqual([{ policyName: 'd' }]);
    // A rule after one that surely holds is never chosen.
    const certain: PolicyRule = { ...REQUEST, name: 'certain', action: 'allow' };
    expect(
      decide([...rules.slice(0, 3), certain, named('d', 'block')], { parameters }),
    ).toMatchObject({ action: 'redact', policyName: 'b' });
  });

  test('an unsure locked rule that alone covers leaves the default deny', () => {
    const lock: PolicyRule = { ...amount('flag', { gt: 1 }), locked: true };
    const engine = new PolicyEngine({ rules: [lock] });
    const unsure = engine.evaluate({ ...REQUEST, parameters: { amount: 'x' } });
    expect(unsure).toMatchObject({ action: 'block', policyName: null, reason: 'default deny' });
    expect(engine.evaluate({ ...REQUEST, parameters: { amount: 2 } }).action).toBe('flag');
  });
});

describe('an error inside a rule', () => {
  const hostile = Object.defineProperty({}, 'amount', {
    enumerable: true,
    get: () => {
      throw new Error('hostile');
    },
  }) as NonNullable<PolicyContext['parameters']>;

  function failing(rules: readonly PolicyRule[]) {
    const errors: [string, string | null][] = [];
    const engine = new PolicyEngine({
      rules: [...rules, rest],
      onError: (error, name) => errors.push([(error as Error).message, name]),
    });
    const context = { ...REQUEST, parameters: hostile, dataTags: ['a'] };
    return { decision: engine.evaluate(context), explanation: engine.explain(context), errors };
  }

  test('that is reached blocks, and is told to the hook', () => {
    for (const action of ['allow', 'redact', 'block'] as const) {
      const { decision, errors, explanation } = failing([amount(action, { gt: 1 })]);
      expect(decision).toMatchObject({
        action: 'block',
        reason: 'policy error',
        policyName: 'amount',
        verdicts: [{ tag: 'a', action: 'block', policyName: 'amount' }],
      });
      expect(errors).toEqual([['hostile', 'amount']]);
      expect(explanation).toMatchObject({ action: 'block', policyName: 'amount' });
      expect(explanation.tags[0]?.candidates[0]?.why).toBe('failed with an error, so it blocks');
    }
  });

  test('that is not reached changes nothing', () => {
    const first: PolicyRule = { ...REQUEST, name: 'first', action: 'allow' };
    const { decision, errors } = failing([first, amount('block', { gt: 1 })]);
    expect(decision).toMatchObject({ action: 'allow', policyName: 'first' });
    expect(errors).toEqual([]);
  });

  test.each<[string, Partial<PolicyRule>[]]>([
    ['in a locked rule', [{ locked: true, action: 'flag' }]],
    [
      'in a tenant rule that would take the place of another',
      [
        { when: {}, dataTags: ['a'] },
        { tenantId: 'default', dataTags: ['a'] },
      ],
    ],
    [
      'in a global rule whose place another would take',
      [{ dataTags: ['a'] }, { when: {}, tenantId: 'default', dataTags: ['a'] }],
    ],
  ])('is reached %s', (_where, changes) => {
    const rules = changes.map((change, index): PolicyRule => {
      const { when, ...made } = {
        ...amount('allow', { gt: 1 }),
        ...change,
        name: `rule-${String(index)}`,
      };
      return when !== undefined && Object.keys(when).length > 0 ? { ...made, when } : made;
    });
    expect(failing(rules).decision).toMatchObject({ action: 'block', reason: 'policy error' });
  });

  test('a hook that throws changes no decision', () => {
    const engine = new PolicyEngine({
      rules: [amount('allow', { gt: 1 })],
      onError: () => {
        throw new Error('hook');
      },
    });
    expect(engine.evaluate({ ...REQUEST, parameters: hostile }).reason).toBe('policy error');
  });
});

describe('conditions on names', () => {
  const named = (more: Partial<PolicyRule>): PolicyRule => ({
    ...REQUEST,
    name: 'named',
    action: 'block',
    ...more,
  });
  const isHit = (rule: Partial<PolicyRule>, context: Partial<PolicyContext>) =>
    decide([named(rule)], context).policyName === 'named';

  test.each([
    ['bash', 'bash', true],
    ['bash', 'BASH', true],
    ['BASH', 'bash', true],
    ['bash', 'mcp__srv__bash', true],
    ['bash', 'srv.bash', true],
    ['bash', 'srv/bash', true],
    ['bash', 'srv:bash', true],
    ['mcp__srv__bash', 'mcp__srv__bash', true],
    ['mcp__srv__*', 'mcp__srv__bash', true],
    ['*_query', 'mcp__db__run_query', true],
    ['srv', 'mcp__srv__bash', false],
    ['bash', 'bashful', false],
    ['bash*', 'bashful', true],
    ['b*l', 'bashful', true],
    ['_delete', '_delete', true],
    ['_DELETE', '_delete', true],
    ['delete', '_delete', true],
    ['delete_', 'delete_', true],
    ['.rm', '.rm', true],
    ['_delete', 'delete', false],
  ])('tool %s matches %s: %s', (glob, toolName, expected) => {
    expect(isHit({ tools: [glob] }, { toolName })).toBe(expected);
    expect(isHit({ tools: ['nothing-*', glob] }, { toolName })).toBe(expected);
  });

  test('agents, users and models match with case', () => {
    expect(isHit({ agents: ['ann'] }, { agentId: 'ann' })).toBe(true);
    expect(isHit({ agents: ['ann'] }, { agentId: 'Ann' })).toBe(false);
    expect(isHit({ agents: ['an*'] }, { agentId: 'anna' })).toBe(true);
    expect(isHit({ users: ['u*'] }, { userId: 'u1' })).toBe(true);
    expect(isHit({ models: ['*-mini'] }, { model: 'x-mini' })).toBe(true);
    expect(isHit({ models: ['*-mini'] }, { model: 'x' })).toBe(false);
  });

  test('nothing matches where there is no name', () => {
    expect(isHit({ tools: ['*'] }, {})).toBe(false);
    expect(isHit({ agents: ['*'] }, {})).toBe(false);
    expect(isHit({ users: ['*'] }, {})).toBe(false);
    expect(isHit({ models: ['*'] }, {})).toBe(false);
  });

  test('all kinds have to match', () => {
    const rule = { tools: ['bash', 'sh'], agents: ['ann', 'bob'] };
    expect(isHit(rule, { toolName: 'x__sh', agentId: 'bob' })).toBe(true);
    expect(isHit(rule, { toolName: 'x__sh', agentId: 'eve' })).toBe(false);
    expect(isHit(rule, { toolName: 'x__sh' })).toBe(false);
    expect(isHit(rule, { toolName: 'ls', agentId: 'bob' })).toBe(false);
  });
});

describe('boundaries and directions', () => {
  const engine = new PolicyEngine({
    rules: [
      {
        name: 'both',
        boundary: ['input', 'action'],
        direction: ['response', 'message'],
        action: 'allow',
      },
      { name: 'request', boundary: 'action', direction: 'request', action: 'flag' },
    ],
  });

  test.each([
    ['input', undefined, 'both'],
    ['input', 'request', 'both'],
    ['action', 'response', 'both'],
    ['action', 'message', 'both'],
    ['action', 'request', 'request'],
    ['action', undefined, 'request'],
    ['output', undefined, null],
    ['memory', undefined, null],
  ] as const)('%s %s: %s', (boundary, direction, policyName) => {
    const context = { boundary, ...(direction === undefined ? {} : { direction }) };
    expect(engine.evaluate(context).policyName).toBe(policyName);
  });

  test('one that there is not is refused, even where the default action is allow', () => {
    const lax = new PolicyEngine({ rules: [], defaultAction: 'allow' });
    const refusal = expect.objectContaining({ code: 'invalid_request' });
    expect(() => lax.evaluate({ boundary: 'inputs' as 'input' })).toThrow(refusal);
    expect(() => lax.evaluate({ boundary: 'action', direction: 'x' as 'request' })).toThrow(
      refusal,
    );
    expect(() => lax.evaluate({ boundary: '__proto__' as 'input' })).toThrow(refusal);
  });
});
