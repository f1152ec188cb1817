import { describe, expect, test } from '@jest/globals';

import type { ToolLimit } from '../src/limits/call-limit-rules.ts';
import type { SafeAIRules } from '../src/options.ts';
import type { LimitStore, Ports } from '../src/ports.ts';
import { house, SECRET } from './house.ts';
import { CALL, limited, slowStore, type Change } from './limited.ts';

const MINUTE = 60_000;

function setUp(limit: Partial<ToolLimit> = {}, rules: SafeAIRules = {}, ports?: Partial<Ports>) {
  return limited({ tools: [{ tool: 'send_mail', calls: 2, ...limit }] }, rules, ports);
}

describe('a limit on a tool', () => {
  test('lets so many calls of a window through, then blocks until it ends', async () => {
    const { ask, action, time } = setUp();
    expect([await action(), await action()]).toEqual(['allow', 'allow']);
    const third = await ask();
    expect(third.decision).toMatchObject({
      action: 'block',
      policyName: 'tool-limit',
      reasonCode: 'tool_limit',
      reason: 'Too many calls of send_mail (3 in 1m)',
    });
    expect(third.filteredParameters).toBeNull();
    time.now += MINUTE - 1;
    expect(await action()).toBe('block');
    time.now += 1;
    expect([await action(), await action(), await action()]).toEqual(['allow', 'allow', 'block']);
  });

  test('that flags lets all through and says so', async () => {
    const { ask, action } = setUp({ action: 'flag', windowMs: 90_000 });
    expect([await action(), await action()]).toEqual(['allow', 'allow']);
    expect((await ask()).decision).toMatchObject({
      action: 'flag',
      reasonCode: 'tool_limit',
      reason: 'Too many calls of send_mail (3 in 90s)',
    });
    const fourth = await ask();
    expect(fourth.decision.reason).toContain('(4 in 90s)');
    expect(fourth.filteredParameters).toEqual(CALL.parameters);
  });

  test.each<[string, Partial<ToolLimit>, Change, string]>([
    ['agent', {}, { agentId: 'other' }, 'allow'],
    ['nobody', {}, { agentId: undefined }, 'allow'],
    ['tenant', {}, { tenantId: 'other' }, 'allow'],
    ['session, by agent', {}, { sessionId: 's-2' }, 'block'],
    ['session, by session', { per: 'session' }, { sessionId: 's-2' }, 'allow'],
    ['agent of the session', { per: 'session' }, { agentId: 'other' }, 'allow'],
    ['agent, by tenant', { per: 'tenant' }, { agentId: 'other', sessionId: 's-2' }, 'block'],
    ['tenant, by tenant', { per: 'tenant' }, { tenantId: 'other' }, 'allow'],
    ['tool', {}, { toolName: 'read_mail' }, 'allow'],
    ['spelling', {}, { toolName: ' Send_Mail' }, 'block'],
    ['server', {}, { toolName: 'mcp__post__send_mail' }, 'block'],
    ['tool of the glob', { tool: '*_mail' }, { toolName: 'read_mail' }, 'block'],
    ['parameters', {}, { parameters: { to: 'all' } }, 'block'],
  ])('another %s', async (_, limit, change, expected) => {
    const { action } = setUp(limit);
    await action();
    await action();
    expect(await action()).toBe('block');
    expect(await action(change)).toBe(expected);
  });

  test.each(['_delete', '.rm', 'db:', 'srv____delete'])('holds for %s', async (toolName) => {
    const { action } = limited({ tools: [{ tool: toolName, calls: 1 }] });
    await action({ toolName });
    expect(await action({ toolName })).toBe('block');
  });

  test('holds for the agents that it names', async () => {
    const { action } = setUp({ agents: ['mail*'], calls: 1 });
    const actions = [];
    for (const agentId of ['mailer', 'mailer', 'Mailer', 'billing', 'billing', undefined]) {
      actions.push(await action({ agentId }));
    }
    expect(actions).toEqual(['allow', 'block', 'allow', 'allow', 'allow', 'allow']);
  });

  test.each([
    [{ agentId: 'a","b' }, { agentId: 'a', sessionId: 'b' }],
    [{ agentId: '["a"]' }, { agentId: 'a' }],
    [
      { tenantId: 'a\0b', agentId: 'c' },
      { tenantId: 'a', agentId: 'b\0c' },
    ],
    [{ agentId: '\ud800' }, { agentId: '\ud801' }],
    [{ agentId: '__proto__' }, { agentId: 'constructor' }],
    [{ agentId: 'mailer' }, { agentId: 'Mailer' }],
  ])('keeps odd names apart: %j and %j', async (one, other) => {
    const { action } = setUp({ calls: 1, per: 'session' });
    expect([await action(one), await action(one), await action(other)]).toEqual([
      'allow',
      'block',
      'allow',
    ]);
  });

  test('counts what is let through: no call that is blocked, no result, no explanation', async () => {
    const { action, safeai } = setUp({ tool: '*' });
    for (let call = 0; call < 5; call++) {
      expect(await action({ parameters: { note: SECRET } })).toBe('block');
      await safeai.explain({ boundary: 'action', toolName: 'send_mail', parameters: {} });
      await safeai.interceptTool({ ...CALL, phase: 'response', response: 'sent' });
      await safeai.interceptMessage({
        message: 'Hi',
        sourceAgentId: 'mailer',
        destinationAgentId: 'writer',
      });
    }
    expect([await action(), await action(), await action()]).toEqual(['allow', 'allow', 'block']);
    expect(await action({ parameters: { note: SECRET } })).toBe('block');
  });

  test('leaves a stricter decision of policy as it is', async () => {
    const { ask } = setUp(
      { calls: 1, action: 'flag' },
      {
        policies: [{ name: 'mask', boundary: 'action', dataTags: ['personal'], action: 'redact' }],
      },
    );
    const mail = { parameters: { to: 'alice@example.com' } };
    await ask(mail);
    const { decision, filteredParameters } = await ask(mail);
    expect(decision).toMatchObject({ action: 'redact', policyName: 'mask' });
    expect(filteredParameters).toEqual({ to: '[EMAIL_REDACTED]' });
  });

  test('in steps counts each call once', async () => {
    const made = house({
      limits: {
        tools: [
          { tool: 'send_mail', calls: 1, action: 'flag' },
          { tool: 'send_mail', calls: 3, action: 'block' },
        ],
      },
    });
    const actions = [];
    for (let call = 0; call < 5; call++) {
      actions.push((await made.safeai.interceptTool(CALL)).decision.action);
    }
    expect(actions).toEqual(['allow', 'flag', 'flag', 'block', 'block']);
  });

  test('goes on counting when the rules are replaced, with another number too', async () => {
    const { action, safeai } = setUp();
    await action();
    safeai.replaceRules({ limits: { tools: [{ tool: 'Send_Mail', calls: 3 }] } });
    expect([await action(), await action(), await action()]).toEqual(['allow', 'allow', 'block']);
  });

  test('of an operation that has begun before takes no place', async () => {
    const { action, ask } = setUp();
    await ask({ operationId: 'op-1' });
    for (let again = 0; again < 3; again++) {
      expect((await ask({ operationId: 'op-1' })).decision.reasonCode).toBe('operation_unsettled');
    }
    expect([await action(), await action()]).toEqual(['allow', 'block']);
  });

  test('is on record, with the count, and told; keys and records hold no detection', async () => {
    const { store, keys } = slowStore();
    const names = { agentId: SECRET, tenantId: SECRET, sessionId: SECRET };
    const { ask, records, events } = setUp({ calls: 1, per: 'session' }, {}, { limits: store });
    await ask(names);
    await ask(names);
    expect(records.map(({ event, reasonCode, detail }) => [event, reasonCode, detail])).toEqual([
      ['intercept.allowed', null, { phase: 'request' }],
      ['intercept.blocked', 'tool_limit', { phase: 'request', limit: 'tool-limit', count: 2 }],
    ]);
    expect(events[1]).toMatchObject({
      event: 'intercept.blocked',
      rule: 'tool-limit',
      detail: { reason_code: 'tool_limit' },
    });
    expect(new Set(keys).size).toBe(1);
    expect(JSON.stringify([records, events, keys])).not.toContain(SECRET);
    await ask({ agentId: 'x'.repeat(100_000) });
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThan(100);
  });

  test('costs nothing where none is configured or none holds', async () => {
    const { store, keys } = slowStore();
    const { safeai } = house({}, { limits: store });
    await safeai.interceptTool(CALL);
    safeai.replaceRules({ limits: { tools: [{ tool: 'other', calls: 1 }] } });
    await safeai.interceptTool(CALL);
    expect(keys).toEqual([]);
  });
});

describe('several at once', () => {
  test.each(['block', 'require_approval'] as const)(
    'take no more than the places there are (%s)',
    async (action) => {
      const { store } = slowStore();
      const { ask, action: actionOf } = setUp({ calls: 3, action }, {}, { limits: store });
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => ask({ parameters: { index } })),
      );
      const passed = answers.filter(({ decision }) => decision.action === 'allow');
      expect(passed).toHaveLength(3);
      const other = action === 'block' ? 'block' : 'pending_approval';
      expect(answers.filter(({ decision }) => decision.action === other)).toHaveLength(7);
      for (const { decision } of answers) {
        if (decision.action !== 'allow') expect(decision.reasonCode).toBe('tool_limit');
      }
      expect(await actionOf({ parameters: { index: 0 } })).toBe(other);
    },
  );
});

describe('calls that cannot be counted', () => {
  const broken: LimitStore = {
    add: () => Promise.reject(new Error('gone')),
    get: () => {
      throw new Error('gone');
    },
    delete: () => false,
  };

  test.each(['block', 'require_approval'] as const)('are refused (%s)', async (action) => {
    const { ask, records } = setUp({ action }, {}, { limits: broken });
    await expect(ask()).rejects.toMatchObject({ code: 'state_unavailable', status: 503 });
    expect(records).toEqual([]);
    expect((await ask({ parameters: { note: SECRET } })).decision.action).toBe('block');
  });

  test('go on where the limit only flags', async () => {
    const { action } = setUp({ action: 'flag' }, {}, { limits: broken });
    expect(await action()).toBe('allow');
  });

  test('since the store answers nonsense are over the limit', async () => {
    const store: LimitStore = {
      add: () => ({ total: Number.NaN, resetsInMs: 0 }),
      get: () => undefined,
      delete: () => false,
    };
    const { ask } = setUp({ calls: 5 }, {}, { limits: store });
    const answer = await ask().catch(() => null);
    expect(answer?.decision.action ?? 'block').toBe('block');
  });
});

test.each<[string, unknown]>([
  ['tool', { tool: ' ' }],
  ['tool', { tool: 7 }],
  ['agents', { agents: [] }],
  ['agents', { agents: ['a', ''] }],
  ['calls', { calls: 0 }],
  ['calls', { calls: 1.5 }],
  ['calls', { calls: Number.NaN }],
  ['windowMs', { windowMs: 0 }],
  ['windowMs', { windowMs: Number.POSITIVE_INFINITY }],
  ['per', { per: 'user' }],
  ['action', { action: 'allow' }],
])('a limit with a wrong %s is refused: %j', (field, change) => {
  expect(() => setUp(change as Partial<ToolLimit>)).toThrow(
    expect.objectContaining({
      code: 'invalid_config',
      details: [expect.objectContaining({ path: `limits.tools[0].${field}` })],
    }),
  );
});
