import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryOutbox } from '@safeai/core';
import { DeliveryError } from '../src/index.ts';
import { bed, EVERYTHING, MINUTE, SECOND, testClock } from './bed.ts';

const FLOOD = 10_000;

describe('ten thousand events at once', () => {
  test('are one alert, told once, and none of them is lost', async () => {
    const { channel, pass, emit } = bed({ rules: [{ name: 'blocks', severity: 'error' }] });
    for (let number = 0; number < FLOOD; number++) emit({ agentId: `a${String(number % 500)}` });
    await pass(30 * SECOND);
    expect(channel.taken.length).toBe(1);
    const [alert] = channel.taken;
    expect(alert?.count).toBe(FLOOD);
    expect(alert?.members.length).toBe(10);
    const named = alert?.members.reduce((sum, { count }) => sum + count, 0) ?? 0;
    expect(named + (alert?.otherCount ?? 0)).toBe(FLOOD);
    expect(JSON.stringify(alert).length).toBeLessThan(10_000);
  });

  test('of ten thousand kinds are gathered in bounded memory, and every one is counted', async () => {
    const { channel, outbox, pass, emit } = bed({
      rules: [{ ...EVERYTHING, groupBy: ['agent'] }],
    });
    for (let number = 0; number < FLOOD; number++) emit({ agentId: `a${String(number)}` });
    await pass(MINUTE);
    expect((await outbox.alerts({ tenants: ['*'], limit: FLOOD })).length).toBeLessThanOrEqual(
      2001,
    );
    expect(channel.taken.length).toBeLessThanOrEqual(2001);
    expect(channel.taken.reduce((sum, { newCount }) => sum + newCount, 0)).toBe(FLOOD);
    expect(new Set(channel.taken.map(({ key }) => key)).size).toBe(channel.taken.length);
  });

  test('while the outbox fails take no more room, and every one is counted', async () => {
    const clock = testClock();
    const outbox = new MemoryOutbox(clock);
    const { alerting, channel, pass, emit } = bed({
      ...{ clock, outbox },
      rules: [{ ...EVERYTHING, groupBy: ['agent'] }],
    });
    const commit = outbox.commit.bind(outbox);
    outbox.commit = () => Promise.reject(new Error('The disk is full.'));
    for (let part = 0; part < 4; part++) {
      for (let number = 0; number < FLOOD / 4; number++) {
        emit({ agentId: `a${String(part)}-${String(number)}` });
      }
      await expect(alerting.runDue()).rejects.toThrow('The disk is full.');
    }
    outbox.commit = commit;
    await pass(MINUTE);
    expect(channel.taken.length).toBeLessThanOrEqual(2001);
    expect(channel.taken.reduce((sum, { newCount }) => sum + newCount, 0)).toBe(FLOOD);
  });

  test('over a channel that fails now and then: each message once, in the order of its key', async () => {
    const { channel, pass, emit } = bed({
      rules: [{ ...EVERYTHING, groupBy: ['tenant'], resolve: true, cooldownMs: SECOND }],
    });
    let asked = 0;
    channel.answer = () =>
      Promise.resolve(++asked % 3 === 0 ? new DeliveryError('unavailable', 'http_500') : undefined);
    for (let number = 0; number < FLOOD; number++) {
      emit({ tenantId: `t${String(number % 13)}`, agentId: `a${String(number % 17)}` });
      if (number % 500 === 0) await pass(2 * SECOND);
    }
    await pass(60 * MINUTE);
    expect(new Set(channel.taken.map(({ id }) => id)).size).toBe(channel.taken.length);
    expect(channel.taken.reduce((sum, { newCount }) => sum + newCount, 0)).toBe(FLOOD);
    for (const key of new Set(channel.taken.map((alert) => alert.key))) {
      const ofKey = channel.taken.filter((alert) => alert.key === key);
      expect(ofKey.map(({ at }) => at)).toEqual(ofKey.map(({ at }) => at).sort((a, b) => a - b));
      expect([ofKey[0]?.action, ofKey.at(-1)?.action]).toEqual(['trigger', 'resolve']);
    }
  });
});

test('whatever comes in whatever order, what is told is what happened', async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ emit: fc.nat(3), agent: fc.nat(4) }) },
    { weight: 1, arbitrary: fc.record({ end: fc.nat(3) }) },
    { weight: 3, arbitrary: fc.record({ pass: fc.integer({ min: 0, max: 1200 }) }) },
    { weight: 1, arbitrary: fc.record({ fail: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant({ restart: true }) },
  );
  const settings = fc.record({
    severity: fc.constantFrom('critical' as const, 'error' as const),
    threshold: fc.constantFrom(1, 1, 3),
    resolve: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), settings, async (steps, given) => {
      const rules = [{ name: 'r', events: ['x'], groupBy: ['tenant'] as const, ...given }];
      let now = bed({ rules });
      const { channel, clock, outbox } = now;
      let emitted = 0;
      for (const each of steps) {
        if ('emit' in each) {
          emitted++;
          now.emit({ event: 'x', tenantId: `t${String(each.emit)}`, agentId: String(each.agent) });
        } else if ('end' in each) {
          const open = await outbox.alerts({ tenants: ['*'], isOpen: true, limit: 10 });
          await now.alerting.flush();
          await now.alerting.resolve(['*'], open[each.end]?.key ?? '');
        } else if ('pass' in each) await now.pass(each.pass * SECOND);
        else if ('fail' in each) {
          const error = each.fail ? new DeliveryError('unavailable', 'http_500') : undefined;
          channel.answer = () => Promise.resolve(error);
        } else if ('restart' in each) {
          await now.alerting.close();
          now = bed({ rules, channel, clock, outbox });
        }
      }
      channel.answer = () => Promise.resolve(undefined);
      await now.pass(120 * MINUTE);
      expect(new Set(channel.taken.map(({ id }) => id)).size).toBe(channel.taken.length);
      const told = channel.taken.reduce((sum, { newCount }) => sum + newCount, 0);
      if (given.threshold === 1) expect(told).toBe(emitted);
      else expect(told).toBeLessThanOrEqual(emitted);
      for (const key of new Set(channel.taken.map((alert) => alert.key))) {
        const ofKey = channel.taken.filter((alert) => alert.key === key);
        let count = 0;
        for (const alert of ofKey) {
          if (alert.action === 'trigger') count = 0;
          count += alert.newCount;
          expect(alert.count).toBe(count);
        }
      }
      expect(await outbox.backlog()).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
