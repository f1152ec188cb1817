import { describe, expect, test } from '@jest/globals';
import type { SafeAIEvent } from '@safeai/core';
import { type AlertRule, DeliveryError, SHIPPED_INHIBITIONS } from '../src/index.ts';
import { bed, fakeChannel, HOUR, inShort, MINUTE, SECOND } from './bed.ts';

/** Whether an event raises an alert by a rule. */
async function raises(
  rule: Omit<AlertRule, 'name'>,
  event: Partial<SafeAIEvent> = {},
): Promise<boolean> {
  const { channel, pass, emit } = bed({ rules: [{ name: 'r', severity: 'critical', ...rule }] });
  emit(event);
  await pass(0);
  return channel.taken.length > 0;
}

const withTool = (tool: string | null): Partial<SafeAIEvent> => ({ detail: { tool_name: tool } });

describe('a rule', () => {
  test.each<[string, Omit<AlertRule, 'name'>, Partial<SafeAIEvent>, boolean]>([
    ['of nothing in particular', {}, {}, true],
    ['of an event', { events: ['scan.blocked'] }, {}, true],
    ['of another event', { events: ['scan.allowed'] }, {}, false],
    ['of events by a glob', { events: ['approval.*', '*.blocked'] }, {}, true],
    ['of an action', { actions: ['block'] }, {}, true],
    ['of another action', { actions: ['allow', 'flag'] }, {}, false],
    ['of an action, for an event without one', { actions: ['*'] }, { action: null }, false],
    ['of a boundary', { boundaries: ['input', 'memory'] }, {}, true],
    ['of another boundary', { boundaries: ['output'] }, {}, false],
    ['of a policy', { policies: ['default-*'] }, {}, true],
    ['of another policy', { policies: ['mine'] }, {}, false],
    ['of an agent', { agents: ['bill*'] }, {}, true],
    ['of another agent', { agents: ['research'] }, {}, false],
    ['of an agent, for an event without one', { agents: ['*'] }, { agentId: null }, false],
    ['of a tool, whatever its case', { tools: ['Mail.*'] }, withTool('mail.SEND'), true],
    ['of another tool', { tools: ['mail.*'] }, withTool('bash'), false],
    ['of a tool, for an event without one', { tools: ['*'] }, withTool(null), false],
    ['of a tenant', { tenants: ['acme'] }, {}, true],
    ['of another tenant', { tenants: ['other'] }, {}, false],
    ['of a tenant, for what concerns all', { tenants: ['acme'] }, { tenantId: '*' }, true],
    ['of a tag', { dataTags: ['secret.api_key.openai'] }, {}, true],
    ['of a parent of the tag', { dataTags: [' Secret '] }, {}, true],
    ['of a child of the tag', { dataTags: ['secret.api_key.openai.x'] }, {}, false],
    ['of a tag that only begins alike', { dataTags: ['sec'] }, {}, false],
    ['of an alias', { dataTags: ['pii'] }, { dataTags: ['personal.pii.email'] }, true],
    ['of a tag, for an event without', { dataTags: ['secret'] }, { dataTags: [] }, false],
    ['of two things, both there', { agents: ['billing'], dataTags: ['secret'] }, {}, true],
    ['of two things, one of them there', { agents: ['billing'], tenants: ['x'] }, {}, false],
    ['of none', { events: [] }, {}, false],
  ])('%s', async (_, rule, event, expected) => {
    expect(await raises(rule, event)).toBe(expected);
  });

  test('groups by what it says', async () => {
    const keysOf = async (groupBy: AlertRule['groupBy']): Promise<number> => {
      const { channel, pass, emit } = bed({
        rules: [{ name: 'r', severity: 'critical', ...(groupBy && { groupBy }) }],
      });
      for (const tenantId of ['a', 'b']) {
        for (const agentId of ['x', 'y', 'z']) {
          for (const rule of ['p', 'q']) emit({ tenantId, agentId, rule, ...withTool(agentId) });
        }
      }
      await pass(0);
      expect(channel.taken.reduce((sum, { count }) => sum + count, 0)).toBe(12);
      return new Set(channel.taken.map(({ key }) => key)).size;
    };
    expect(await keysOf(undefined)).toBe(2);
    expect(await keysOf([])).toBe(1);
    expect(await keysOf(['agent'])).toBe(3);
    expect(await keysOf(['tenant', 'tool', 'policy'])).toBe(12);
  });

  test('tells the channels that it names, and those that are not too fine for it', async () => {
    const channels = ['a', 'b', 'c'].map((id) => ({ id, channel: fakeChannel() }));
    const { pass, emit } = bed({
      channels: channels.map((one) => (one.id === 'c' ? { ...one, minSeverity: 'error' } : one)),
      rules: [
        { name: 'all', events: ['scan.*'], severity: 'warning' },
        { name: 'one', events: ['guard.*'], severity: 'critical', channels: ['b', 'c'] },
      ],
    });
    emit();
    emit({ event: 'guard.blocked' });
    await pass(MINUTE);
    const told = channels.map(({ id, channel }) => [
      id,
      channel.taken.map(({ rule }) => rule).sort(),
    ]);
    expect(Object.fromEntries(told)).toEqual({ a: ['all'], b: ['all', 'one'], c: ['one'] });
  });
});

describe('settings', () => {
  const channel = fakeChannel();
  test.each([
    [{ channels: [{ channel }, { channel }] }, /Two alert channels have the id fake/],
    [{ channels: [{ channel, fallback: 'x' }] }, /no alert channel x.*fallback of fake/],
    [{ channels: [{ channel, ratePerMinute: 0 }] }, /rate/],
    [{ rules: [{ name: 'r', channels: ['x'] }] }, /no alert channel x.*rule r/],
    [{ rules: [{ name: 'r' }, { name: 'r' }] }, /Two alert rules are called r/],
    [{ rules: [{ name: 'r', threshold: 0 }] }, /threshold/],
    [{ rules: [{ name: 'r', dataTags: ['a b'] }] }, /tag/],
    [{ rules: [{ name: 'r', resolveEvents: ['x'], groupBy: ['event'] }] }, /take event out/],
  ])('that cannot be are refused: %j', (settings, message) => {
    expect(() => bed(settings as never)).toThrow(message);
  });
});

test('a channel that is not used is told nothing, and takes over nothing; rules may name it', async () => {
  const [used, unused] = [fakeChannel(), fakeChannel()];
  used.answer = () => Promise.resolve(new DeliveryError('rejected', 'http_400'));
  const { pass, emit, outbox } = bed({
    channels: [
      { id: 'used', channel: used, fallback: 'unused' },
      { id: 'unused', channel: unused, enabled: false },
    ],
    rules: [{ name: 'r', severity: 'critical', channels: ['used', 'unused'] }],
  });
  emit();
  await pass(HOUR);
  expect(unused.asked).toEqual([]);
  expect(await outbox.backlog()).toEqual([{ channel: 'used', waiting: 0, dead: 1 }]);
});

test('where there is no channel nothing is kept', async () => {
  const { pass, emit, outbox } = bed({ channels: [] });
  emit();
  await pass(HOUR);
  expect(await outbox.alerts({ tenants: ['*'], limit: 1 })).toEqual([]);
});

describe('the shipped rules', () => {
  const shipped = () => bed({ rules: [], inhibitions: SHIPPED_INHIBITIONS });
  const told = async (event: Partial<SafeAIEvent>): Promise<readonly string[]> => {
    const { channel, pass, emit } = shipped();
    emit(event);
    await pass(5 * MINUTE);
    return channel.taken.map(({ rule, severity }) => `${rule} ${severity}`);
  };

  const PLAIN = { dataTags: [] };
  test.each<[Partial<SafeAIEvent>, readonly string[]]>([
    [{}, ['default-secret-blocked critical']],
    [{ event: 'guard.blocked', dataTags: ['personal.pii.email'] }, ['default-blocked error']],
    [{ event: 'intercept.blocked', ...PLAIN }, ['default-blocked error']],
    [{ event: 'memory.blocked', dataTags: ['secret.token'] }, ['default-secret-blocked critical']],
    [{ event: 'budget.exceeded', ...PLAIN }, ['default-budget-exceeded error']],
    [{ event: 'budget.warning', ...PLAIN }, ['default-budget-warning warning']],
    [{ event: 'audit.failure', tenantId: '*' }, ['default-audit-failure critical']],
    [{ event: 'policy.reload_failed', tenantId: '*' }, ['default-policy-reload-failed error']],
    [{ event: 'lockdown.set', ...PLAIN }, ['default-lockdown error']],
    [{ event: 'scan.allowed' }, []],
    [{ event: 'scan.redacted' }, []],
    [{ event: 'memory.write' }, []],
  ])('%j', async (event, expected) => {
    expect(await told(event)).toEqual(expected);
  });

  test('tell of what is over', async () => {
    const { channel, pass, emit } = shipped();
    emit({ event: 'policy.reload_failed', tenantId: '*' });
    await pass(MINUTE);
    emit({ event: 'policy.reloaded', tenantId: '*' });
    await pass(MINUTE);
    expect(channel.taken.map(({ action }) => action)).toEqual(['trigger', 'resolve']);
  });

  test('tell of a block once, also of one that comes after a graver one', async () => {
    const { channel, pass, emit } = shipped();
    emit();
    await pass(MINUTE);
    emit({ dataTags: [] });
    await pass(10 * MINUTE);
    expect(channel.taken.map(({ rule }) => rule)).toEqual(['default-secret-blocked']);
    emit({ dataTags: [], tenantId: 'other' });
    await pass(MINUTE);
    expect(channel.taken.map(({ rule }) => rule).slice(1)).toEqual(['default-blocked']);
  });
});

describe('an inhibition', () => {
  const rules: readonly AlertRule[] = [
    { name: 'gateway', events: ['audit.failure'], severity: 'critical', groupBy: ['tenant'] },
    { name: 'budget', events: ['budget.*'], severity: 'error', windowMs: 15 * MINUTE },
  ];

  test('holds back while its source goes on; what goes on after that is told', async () => {
    const { channel, pass, emit } = bed({
      rules,
      inhibitions: [{ source: 'gate*', target: 'budget', equal: ['tenant'] }],
    });
    emit({ event: 'audit.failure' });
    await pass(0);
    emit({ event: 'budget.warning' });
    emit({ event: 'budget.warning', tenantId: 'other' });
    await pass(10 * MINUTE);
    expect(channel.taken.map(({ rule, tenantId }) => `${rule} ${tenantId}`)).toEqual([
      ...['gateway acme', 'budget other'],
    ]);
    emit({ event: 'budget.warning' });
    await pass(6 * MINUTE);
    expect(inShort(channel.taken.slice(2))).toEqual(['trigger 2/2']);
  });

  test('never holds back what it is about itself', async () => {
    const { channel, pass, emit } = bed({ rules, inhibitions: [{ source: '*', target: '*' }] });
    emit({ event: 'audit.failure' });
    await pass(0);
    expect(channel.taken.length).toBe(1);
  });
});

describe('a silence', () => {
  const silence = {
    id: 'si-1',
    tenantId: null,
    rule: null,
    event: null,
    agentId: null,
    reason: 'a test',
    setBy: 'admin',
  };

  test('holds alerts back for its time; one that goes on is told after it, whole', async () => {
    const { channel, clock, outbox, pass, emit } = bed();
    await outbox.addSilence({ ...silence, createdAt: clock.time, until: clock.time + HOUR });
    for (let minute = 0; minute < 65; minute += 5) {
      emit();
      await pass(5 * MINUTE);
    }
    expect(inShort(channel.taken)).toEqual(['trigger 12/12']);
  });

  test('lets go of what is over before it ends; the next one is told', async () => {
    const { channel, clock, outbox, pass, emit } = bed();
    await outbox.addSilence({ ...silence, createdAt: clock.time, until: clock.time + HOUR });
    emit();
    await pass(2 * HOUR);
    expect(channel.asked).toEqual([]);
    emit();
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1']);
  });

  test('that is ended early ends within half a minute', async () => {
    const { channel, clock, outbox, pass, emit } = bed();
    await outbox.addSilence({ ...silence, createdAt: clock.time, until: clock.time + HOUR });
    emit();
    await pass(MINUTE);
    await outbox.endSilence(['*'], silence.id);
    await pass(30 * SECOND);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1']);
  });

  test.each([
    [{ tenantId: 'acme' }, true],
    [{ tenantId: 'other' }, false],
    [{ rule: 'every*' }, true],
    [{ rule: 'nothing' }, false],
    [{ event: 'scan.*' }, true],
    [{ event: 'guard.*' }, false],
    [{ event: 'scan.*', tenantId: 'other' }, false],
    [{ agentId: 'bill*' }, true],
    [{ agentId: 'research' }, false],
  ])('of %j', async (given, holds) => {
    const { channel, clock, outbox, pass, emit } = bed();
    const until = clock.time + HOUR;
    await outbox.addSilence({ ...silence, ...given, createdAt: clock.time, until });
    emit();
    await pass(MINUTE);
    expect(channel.taken.length).toBe(holds ? 0 : 1);
  });

  test('holds what is ended meanwhile, too: nobody is told that it was', async () => {
    const { alerting, channel, clock, outbox, pass, emit } = bed({
      rules: [
        { name: 'r', severity: 'critical', events: ['scan.*'], resolveEvents: ['policy.reloaded'] },
      ],
    });
    await outbox.addSilence({ ...silence, createdAt: clock.time, until: clock.time + HOUR });
    emit();
    await pass(MINUTE);
    emit({ event: 'policy.reloaded' });
    emit({ tenantId: 'other' });
    await pass(MINUTE);
    const [other] = await outbox.alerts({ tenants: ['other'], limit: 1 });
    expect(await alerting.resolve(['*'], other?.key ?? '')).toBe(true);
    await pass(2 * HOUR);
    expect(channel.asked).toEqual([]);
  });

  test('of an agent holds no alert that is about others, too', async () => {
    const { channel, clock, outbox, pass, emit } = bed();
    const until = clock.time + HOUR;
    await outbox.addSilence({ ...silence, agentId: 'billing', createdAt: clock.time, until });
    emit();
    await pass(MINUTE);
    expect(channel.taken).toEqual([]);
    emit({ agentId: 'research' });
    await pass(MINUTE);
    expect(inShort(channel.taken)).toEqual(['trigger 2/2']);
    emit({ agentId: null, tenantId: 'other' });
    await pass(MINUTE);
    expect(channel.taken).toHaveLength(2);
  });

  test('of an event holds alerts that group by something else, where they are about it alone', async () => {
    const { channel, clock, outbox, pass, emit } = bed({
      rules: [{ name: 'r', severity: 'critical', groupBy: ['tenant'] }],
    });
    const until = clock.time + HOUR;
    await outbox.addSilence({ ...silence, event: 'scan.*', createdAt: clock.time, until });
    emit();
    await pass(MINUTE);
    expect(channel.taken).toEqual([]);
    emit({ event: 'guard.blocked' });
    await pass(MINUTE);
    expect(inShort(channel.taken)).toEqual(['trigger 2/2']);
  });

  test('of an agent holds nothing whose agents are too many to be told apart', async () => {
    const { channel, clock, outbox, pass, emit } = bed();
    const until = clock.time + HOUR;
    await outbox.addSilence({ ...silence, agentId: 'load-*', createdAt: clock.time, until });
    for (let agent = 0; agent < 21; agent++) emit({ agentId: `load-${String(agent)}` });
    await pass(MINUTE);
    expect(channel.taken).toHaveLength(1);
  });

  test('of an agent holds for alerts of an agent', async () => {
    const { channel, clock, outbox, pass, emit } = bed({
      rules: [{ name: 'r', severity: 'critical', groupBy: ['agent'] }],
    });
    const until = clock.time + HOUR;
    await outbox.addSilence({ ...silence, agentId: 'bill*', createdAt: clock.time, until });
    emit();
    emit({ agentId: 'research' });
    await pass(MINUTE);
    expect(channel.taken.map(({ members }) => members[0]?.agentId)).toEqual(['research']);
  });
});
