import { describe, expect, test } from '@jest/globals';
import { bed, BEGIN, eventOf, fakeChannel, HOUR, inShort, MINUTE, SECOND } from './bed.ts';

const RULE = { name: 'blocks', events: ['*.blocked'], severity: 'error' } as const;

describe('an alert', () => {
  test('waits for others of its group, and says how many there were', async () => {
    const { channel, pass, emit } = bed({ rules: [RULE], groupWaitMs: 30 * SECOND });
    emit();
    await pass(29 * SECOND);
    emit({ agentId: 'research' });
    expect(channel.taken).toEqual([]);
    await pass(SECOND);
    expect(inShort(channel.taken)).toEqual(['trigger 2/2']);
    const [alert] = channel.taken;
    expect(alert).toMatchObject({
      ...{ action: 'trigger', rule: 'blocks', severity: 'error', tenantId: 'acme' },
      ...{ source: 'test-host', startedAt: BEGIN, lastAt: BEGIN + 29 * SECOND, otherCount: 0 },
      at: BEGIN + 30 * SECOND,
    });
    expect(alert?.members.map(({ agentId, count }) => [agentId, count])).toEqual([
      ['billing', 1],
      ['research', 1],
    ]);
    expect(alert?.decisionIds.length).toBe(2);
  });

  test('that is critical waits for nothing', async () => {
    const { channel, pass, emit } = bed({ rules: [{ ...RULE, severity: 'critical' }] });
    emit();
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1']);
  });

  test('of another tenant or event is another one; keys of one stay the same', async () => {
    const { channel, pass, emit, outbox } = bed();
    for (const tenantId of ['acme', 'other', 'acme']) emit({ tenantId });
    emit({ event: 'guard.blocked' });
    await pass(0);
    const told = channel.taken.map(({ tenantId, count }) => `${tenantId} ${String(count)}`);
    expect(told.sort()).toEqual(['acme 1', 'acme 2', 'other 1']);
    expect(new Set(channel.taken.map(({ key }) => key)).size).toBe(3);
    const again = bed({ outbox });
    again.clock.time = BEGIN + HOUR;
    again.emit();
    await again.pass(0);
    const { key } = again.channel.taken[0] ?? {};
    expect(channel.taken.map((alert) => alert.key)).toContain(key);
    const elsewhere = bed({ installation: 'another' });
    elsewhere.emit();
    await elsewhere.pass(0);
    expect(elsewhere.channel.taken[0]?.key).not.toBe(key);
  });

  test('is told again when something is new about it, after its cooldown', async () => {
    const rule = { ...RULE, severity: 'critical', cooldownMs: 2 * MINUTE } as const;
    const { channel, pass, emit } = bed({ rules: [rule] });
    emit();
    await pass(10 * SECOND);
    emit({ agentId: 'research' });
    emit();
    await pass(109 * SECOND);
    expect(channel.taken.length).toBe(1);
    await pass(SECOND);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1', 'update 2/3']);
    emit();
    await pass(10 * MINUTE);
    expect(channel.taken.length).toBe(2);
  });

  test('that goes on is told again each repeat interval, with what came since; not where nothing did', async () => {
    const rule = { ...RULE, severity: 'critical', windowMs: 2 * HOUR } as const;
    const { channel, pass, emit } = bed({ rules: [rule], repeatIntervalMs: HOUR });
    emit();
    await pass(0);
    for (let quarter = 0; quarter < 5; quarter++) {
      await pass(15 * MINUTE);
      emit();
    }
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1', 'update 3/4']);
    await pass(45 * MINUTE);
    expect(inShort(channel.taken).slice(2)).toEqual(['update 2/6']);
    await pass(HOUR);
    expect(channel.taken.length).toBe(3);
  });

  test('is over after a window without an event: what was not told is, and the next one begins anew', async () => {
    const rule = { ...RULE, severity: 'critical', windowMs: 15 * MINUTE } as const;
    const { channel, pass, emit } = bed({ rules: [rule] });
    emit();
    await pass(0);
    for (let count = 0; count < 500; count++) emit();
    await pass(10 * MINUTE);
    expect(channel.taken.length).toBe(1);
    await pass(5 * MINUTE);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1', 'update 500/501']);
    await pass(HOUR);
    emit();
    await pass(0);
    expect(inShort(channel.taken).slice(2)).toEqual(['trigger 1/1']);
    expect(new Set(channel.taken.map(({ id }) => id)).size).toBe(3);
    expect(new Set(channel.taken.map(({ key }) => key)).size).toBe(1);
  });

  test('calls nobody for its last count', async () => {
    const { channel, pass, emit } = bed({ channel: fakeChannel(true) });
    emit();
    await pass(0);
    emit();
    await pass(HOUR);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1']);
  });

  test('is closed where its rule says so', async () => {
    const rule = { ...RULE, severity: 'critical', resolve: true } as const;
    const { channel, pass, emit } = bed({ rules: [rule], channel: fakeChannel(true) });
    emit();
    await pass(0);
    emit();
    await pass(16 * MINUTE);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1', 'resolve 1/2']);
    await pass(HOUR);
    expect(channel.taken.length).toBe(2);
  });
});

describe('a threshold', () => {
  const rule = { ...RULE, severity: 'critical', threshold: 3, windowMs: 12 * MINUTE } as const;

  test('is reached by so many events within the window, and not by as many over a longer time', async () => {
    const { channel, pass, emit } = bed({ rules: [rule] });
    for (let count = 0; count < 8; count++) {
      emit();
      await pass(7 * MINUTE);
    }
    expect(channel.taken).toEqual([]);
    emit();
    await pass(0);
    emit();
    await pass(0);
    expect(channel.taken.length).toBe(1);
    expect(channel.taken[0]?.count).toBeGreaterThanOrEqual(3);
  });

  test('counts events that come one by one, however close or late they are', async () => {
    const { channel, pass, emit } = bed({ rules: [rule] });
    emit({ agentId: 'a' });
    await pass(SECOND);
    // Of long ago: told late, and counted now.
    emit({ agentId: 'b', timestamp: BEGIN - 24 * HOUR });
    await pass(SECOND);
    emit({ agentId: 'c' });
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 3/3']);
    expect(channel.taken[0]?.members.length).toBe(3);
  });

  test('counts on after a restart, in any process', async () => {
    const first = bed({ rules: [rule] });
    first.emit();
    first.emit();
    await first.pass(MINUTE);
    await first.alerting.close();
    const second = bed({ rules: [rule], outbox: first.outbox, clock: first.clock });
    await second.pass(MINUTE);
    expect(second.channel.taken).toEqual([]);
    second.emit();
    await second.pass(0);
    expect(inShort(second.channel.taken)).toEqual(['trigger 3/3']);
  });
});

describe('events that end an alert', () => {
  const rule = {
    name: 'reload',
    events: ['policy.reload_failed'],
    resolveEvents: ['policy.reloaded'],
    severity: 'critical',
  } as const;
  const failed = { event: 'policy.reload_failed', tenantId: '*' };
  const reloaded = { event: 'policy.reloaded', tenantId: '*' };

  test('close it; until then it goes on, however quiet it is, and is told again', async () => {
    const { channel, pass, emit } = bed({ rules: [rule] });
    emit(failed);
    await pass(9 * HOUR);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1', 'update 0/1', 'update 0/1']);
    emit(reloaded);
    await pass(0);
    expect(inShort(channel.taken).slice(3)).toEqual(['resolve 0/1']);
    emit(reloaded);
    await pass(24 * HOUR);
    expect(channel.taken.length).toBe(4);
  });

  test('end nothing where another of them goes on; what only ends raises nothing', async () => {
    const { alerting, channel, clock, pass, emit } = bed({
      rules: [{ ...rule, events: ['policy.*'] }],
    });
    const again = eventOf({ ...reloaded, timestamp: clock.time, detail: {} });
    alerting.end(again);
    await pass(0);
    expect(channel.taken).toEqual([]);
    emit(failed);
    await pass(0);
    alerting.end({ ...again, detail: { goes_on: true } });
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1']);
    alerting.end(again);
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1', 'resolve 0/1']);
  });

  test('that come in a row with what they end are told in their order', async () => {
    const { channel, pass, emit } = bed({ rules: [{ ...rule, severity: 'error' }] });
    for (const event of [reloaded, failed, failed, reloaded, failed, reloaded, failed]) emit(event);
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 3/3', 'resolve 0/3']);
    await pass(MINUTE);
    expect(inShort(channel.taken).slice(2)).toEqual(['trigger 1/1']);
  });

  test('of what never began come to nothing', async () => {
    const { channel, pass, emit, outbox } = bed({ rules: [rule] });
    emit(reloaded);
    await pass(0);
    expect(channel.asked).toEqual([]);
    expect(await outbox.alerts({ tenants: ['*'], limit: 1 })).toEqual([]);
  });
});

describe('a person', () => {
  test('who looks after an alert stops its repeats, not its news', async () => {
    const rule = { ...RULE, severity: 'critical', windowMs: 24 * HOUR } as const;
    const { alerting, channel, pass, emit } = bed({ rules: [rule], repeatIntervalMs: HOUR });
    emit();
    await pass(0);
    const key = channel.taken[0]?.key ?? '';
    expect(await alerting.acknowledge(['*'], key)).toBe(true);
    expect(await alerting.acknowledge(['*'], key)).toBe(false);
    emit();
    await pass(5 * HOUR);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1', 'acknowledge 0/1']);
    emit({ toolName: 'x', agentId: 'research' } as never);
    await pass(MINUTE);
    expect(inShort(channel.taken).slice(2)).toEqual(['update 2/3']);
  });

  test('who ends an alert has it closed', async () => {
    const { alerting, channel, pass, emit } = bed();
    emit();
    await pass(0);
    const key = channel.taken[0]?.key ?? '';
    for (const tenants of [['other'], []]) {
      expect(await alerting.resolve(tenants, key)).toBe(false);
      expect(await alerting.acknowledge(tenants, key)).toBe(false);
    }
    expect(await alerting.resolve(['acme'], key)).toBe(true);
    expect(await alerting.resolve(['*'], key)).toBe(false);
    expect(await alerting.resolve(['*'], 'unknown')).toBe(false);
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1', 'resolve 0/1']);
  });
});

describe('events', () => {
  test('that no rule is about are nothing', async () => {
    const { channel, pass, emit, outbox } = bed({ rules: [RULE] });
    emit({ event: 'scan.allowed', action: 'allow' });
    await pass(HOUR);
    expect(channel.asked).toEqual([]);
    expect(await outbox.alerts({ tenants: ['*'], limit: 1 })).toEqual([]);
  });

  test('that are none fail nothing', async () => {
    const { alerting, pass } = bed();
    for (const event of [undefined, null, {}, { event: 3 }, eventOf({ detail: null as never })]) {
      expect(() => {
        alerting.emit(event as never);
      }).not.toThrow();
    }
    await pass(0);
  });
});
