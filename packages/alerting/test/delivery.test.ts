import { describe, expect, test } from '@jest/globals';
import { MemoryOutbox } from '@safeai/core';
import { DeliveryError } from '../src/index.ts';
import {
  bed,
  BEGIN,
  EVERYTHING,
  fakeChannel,
  HOUR,
  inShort,
  MINUTE,
  SECOND,
  testClock,
} from './bed.ts';

const down = (): Promise<unknown> => Promise.resolve(new DeliveryError('unavailable', 'http_503'));

describe('a channel that is down for an hour', () => {
  test('gets every alert once when it is back, those of a key in their order', async () => {
    const { channel, clock, pass, emit, outbox, notices } = bed({
      rules: [{ ...EVERYTHING, groupBy: ['tenant'], resolve: true }],
    });
    channel.answer = down;
    for (let minute = 0; minute < 60; minute++) {
      emit({ tenantId: `t${String(minute % 7)}`, agentId: `a${String(minute)}` });
      await pass(MINUTE);
    }
    expect(channel.taken).toEqual([]);
    const waiting = await outbox.messages({ tenants: ['*'], state: 'waiting', limit: 1000 });
    expect(waiting.length).toBeGreaterThanOrEqual(60);
    const attempts = channel.asked.length;
    // Left alone after five failures, then one attempt every half a minute at most.
    expect(attempts).toBeLessThan(60 * 2 + 10);
    channel.answer = () => Promise.resolve(undefined);
    await pass(6 * MINUTE);
    expect(clock.time).toBe(BEGIN + 66 * MINUTE);
    expect(new Set(channel.taken.map(({ id }) => id)).size).toBe(channel.taken.length);
    expect(new Set(channel.taken.map(({ id }) => id))).toEqual(
      new Set([...waiting.map(({ id }) => id), ...channel.taken.map(({ id }) => id)]),
    );
    for (const { key } of channel.taken) {
      const ofKey = channel.taken.filter((alert) => alert.key === key);
      const counts = ofKey.map(({ count }) => count);
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
      const told = ofKey.reduce((sum, { newCount }) => sum + newCount, 0);
      expect(told).toBe(ofKey.at(-1)?.count);
    }
    const all = channel.taken.reduce((sum, { newCount }) => sum + newCount, 0);
    expect(all).toBe(60);
    expect(notices).toEqual([expect.stringMatching(/mail fails \(http_503\)/)]);
    expect(await outbox.backlog()).toEqual([]);
  });

  test('has its fallback take over, which gets every alert once, and hears of its end', async () => {
    const clock = testClock();
    const chat = fakeChannel();
    const mail = fakeChannel(true);
    const { alerting, pass, emit } = bed({
      clock,
      channels: [
        { id: 'mail', channel: mail, fallback: 'chat', ratePerMinute: 1e6 },
        { id: 'chat', channel: chat, ratePerMinute: 1e6, minSeverity: 'critical' },
      ],
      rules: [{ ...EVERYTHING, channels: ['mail'], groupBy: ['tenant'] }],
    });
    mail.answer = down;
    for (let number = 0; number < 20; number++) emit({ tenantId: `t${String(number)}` });
    await pass(5 * MINUTE);
    expect(mail.taken).toEqual([]);
    expect(chat.taken.map(({ tenantId }) => tenantId).sort()).toEqual(
      Array.from({ length: 20 }, (_, number) => `t${String(number)}`).sort(),
    );
    mail.answer = () => Promise.resolve(undefined);
    await pass(MINUTE);
    emit({ tenantId: 'later' });
    await pass(0);
    expect(inShort(mail.taken)).toEqual(['trigger 1/1']);
    const key = chat.taken[0]?.key ?? '';
    await alerting.resolve(['*'], key);
    await pass(0);
    expect(chat.taken.filter((alert) => alert.key === key).map(({ action }) => action)).toEqual([
      'trigger',
      'resolve',
    ]);
    expect(chat.taken.length).toBe(21);
  });

  test('sends its fallback nothing that this one gets anyway', async () => {
    const clock = testClock();
    const chat = fakeChannel();
    const mail = fakeChannel();
    const { pass, emit, outbox } = bed({
      clock,
      channels: [
        { id: 'mail', channel: mail, fallback: 'chat' },
        { id: 'chat', channel: chat },
      ],
    });
    mail.answer = down;
    emit();
    await pass(5 * MINUTE);
    expect(inShort(chat.taken)).toEqual(['trigger 1/1']);
    const entries = await outbox.messages({ tenants: ['*'], channel: 'mail', limit: 10 });
    expect(entries.map(({ state }) => state)).toEqual(['covered']);
  });

  test('waits with its messages where its fallback is down, too', async () => {
    const channels = ['mail', 'chat'].map((id) => ({ id, channel: fakeChannel() }));
    const [mail, chat] = channels.map(({ channel }) => channel);
    if (mail === undefined || chat === undefined) throw new Error('There are two.');
    const { pass, emit } = bed({
      channels: [
        { id: 'mail', channel: mail, fallback: 'chat' },
        { id: 'chat', channel: chat, fallback: 'mail' },
      ],
      rules: [{ ...EVERYTHING, groupBy: ['tenant'], channels: ['mail'] }],
    });
    mail.answer = down;
    chat.answer = down;
    for (let minute = 0; minute < 30; minute++) {
      emit({ tenantId: `t${String(minute)}` });
      await pass(MINUTE);
    }
    chat.answer = () => Promise.resolve(undefined);
    mail.answer = () => Promise.resolve(undefined);
    await pass(10 * MINUTE);
    const taken = [...mail.taken, ...chat.taken];
    expect(new Set(taken.map(({ tenantId }) => tenantId)).size).toBe(30);
    expect(taken.length).toBe(30);
  });
});

describe('what a channel does not take', () => {
  test('is tried later and later, at random, and given up after a day; it is kept, and tried again when asked for', async () => {
    const { channel, clock, pass, emit, outbox, notices } = bed();
    const times: number[] = [];
    channel.answer = () => {
      times.push(clock.time - BEGIN);
      return down();
    };
    emit();
    await pass(25 * HOUR);
    const waits = times.slice(1).map((time, place) => time - (times[place] ?? 0));
    expect(waits.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(150 * SECOND + 30 * SECOND);
    const [dead] = await outbox.messages({ tenants: ['*'], state: 'dead', limit: 10 });
    expect([dead?.problem, dead?.attempts]).toEqual(['http_503', times.length]);
    expect((dead?.endedAt ?? 0) - BEGIN).toBeGreaterThanOrEqual(24 * HOUR);
    expect(notices.at(-1)).toMatch(/gives up messages \(http_503\).*safeai alerts retry/);
    channel.answer = () => Promise.resolve(undefined);
    await pass(HOUR);
    expect(channel.taken).toEqual([]);
    expect(await outbox.retry({ tenants: ['acme'] })).toBe(1);
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 1/1']);
  });

  test('for good is dead at once, or its fallback gets it; the next alert is not held up', async () => {
    const { channel, pass, emit, outbox } = bed({
      rules: [{ ...EVERYTHING, groupBy: ['tenant'] }],
    });
    channel.answer = ({ tenantId }) =>
      Promise.resolve(tenantId === 'bad' ? new DeliveryError('rejected', 'http_400') : undefined);
    emit({ tenantId: 'bad' });
    emit({ tenantId: 'good' });
    await pass(HOUR);
    expect(channel.taken.map(({ tenantId }) => tenantId)).toEqual(['good']);
    expect(channel.asked.length).toBe(2);
    expect((await outbox.backlog())[0]).toEqual({ channel: 'mail', waiting: 0, dead: 1 });

    const chat = fakeChannel();
    const mail = fakeChannel();
    mail.answer = () => Promise.resolve(new DeliveryError('rejected', 'http_400'));
    const second = bed({
      channels: [
        { id: 'mail', channel: mail, fallback: 'chat' },
        { id: 'chat', channel: chat },
      ],
      rules: [{ ...EVERYTHING, channels: ['mail'] }],
    });
    second.emit();
    await second.pass(0);
    expect([mail.asked.length, inShort(chat.taken)]).toEqual([1, ['trigger 1/1']]);
  });

  test('because there is too much is left alone as long as it says, with everything else for it', async () => {
    const { channel, pass, emit, notices } = bed({
      rules: [{ ...EVERYTHING, groupBy: ['tenant'] }],
    });
    channel.answer = () => Promise.resolve(new DeliveryError('throttled', 'http_429', 90 * SECOND));
    emit({ tenantId: 'a' });
    await pass(0);
    channel.answer = () => Promise.resolve(undefined);
    emit({ tenantId: 'b' });
    await pass(89 * SECOND);
    expect(channel.asked.length).toBe(1);
    await pass(2 * SECOND);
    expect(channel.taken.length).toBe(2);
    expect(notices).toEqual([]);
  });

  test.each([
    ['an error of its own', () => Promise.resolve(new Error('canary-in-an-error'))],
    [
      'an error of ours with its own words',
      () => Promise.resolve(new DeliveryError('unavailable', 'canary in an error')),
    ],
    ['anything else', () => Promise.resolve('canary-in-an-error')],
    [
      'at once',
      () => {
        throw new Error('canary-in-an-error');
      },
    ],
  ])('and says so by %s, waits; nothing of its words is kept', async (_, answer) => {
    const { channel, pass, emit, outbox, notices } = bed();
    channel.answer = answer;
    emit();
    await pass(10 * MINUTE);
    const entries = await outbox.messages({ tenants: ['*'], limit: 10 });
    expect(entries.map(({ state, problem }) => [state, problem])).toEqual([['waiting', 'failed']]);
    expect(JSON.stringify([entries, notices])).not.toContain('canary');
    channel.answer = () => Promise.resolve(undefined);
    await pass(10 * MINUTE);
    expect(channel.taken.length).toBe(1);
  });
});

describe('a rate', () => {
  test('is kept; what is over it waits, and nothing is lost', async () => {
    const { channel, pass, emit } = bed({
      rules: [{ ...EVERYTHING, groupBy: ['tenant'] }],
      channelSettings: { ratePerMinute: 10 },
    });
    for (let number = 0; number < 50; number++) emit({ tenantId: `t${String(number)}` });
    await pass(0);
    expect(channel.taken.length).toBe(10);
    await pass(MINUTE);
    expect(channel.taken.length).toBe(20);
    await pass(3 * MINUTE);
    expect(new Set(channel.taken.map(({ tenantId }) => tenantId)).size).toBe(50);
  });
});

describe('a process that ends', () => {
  test('between outbox and sending: the next one sends what it has left, once', async () => {
    const first = bed();
    first.channel.answer = () => new Promise(() => undefined);
    first.emit();
    void first.alerting.runDue();
    while (first.channel.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = bed({ outbox: first.outbox, clock: first.clock });
    await second.pass(0);
    expect(second.channel.taken).toEqual([]);
    await second.pass(2 * MINUTE);
    expect(inShort(second.channel.taken)).toEqual(['trigger 1/1']);
    expect(second.channel.taken[0]?.id).toBe(first.channel.asked[0]?.id);
    await second.pass(HOUR);
    expect(second.channel.taken.length).toBe(1);
  });

  test('between sending and saying so: it is sent again under the same id', async () => {
    const clock = testClock();
    const outbox = new MemoryOutbox(clock);
    const first = bed({ outbox, clock });
    const settle = outbox.settle.bind(outbox);
    outbox.settle = () => Promise.reject(new Error('The disk is gone.'));
    first.emit();
    await expect(first.alerting.runDue()).rejects.toThrow('The disk is gone.');
    outbox.settle = settle;
    const second = bed({ outbox, clock });
    await second.pass(3 * MINUTE);
    expect(second.channel.taken.map(({ id }) => id)).toEqual(
      first.channel.taken.map(({ id }) => id),
    );
  });

  test('not, though the outbox fails for a while: what was sent is not sent again', async () => {
    const clock = testClock();
    const outbox = new MemoryOutbox(clock);
    const { alerting, channel, pass, emit } = bed({ outbox, clock });
    const settle = outbox.settle.bind(outbox);
    outbox.settle = () => Promise.reject(new Error('The disk is gone.'));
    emit();
    await expect(alerting.runDue()).rejects.toThrow('The disk is gone.');
    await expect(alerting.runDue()).rejects.toThrow('The disk is gone.');
    outbox.settle = settle;
    await pass(HOUR);
    expect(channel.taken.length).toBe(1);
    expect(await outbox.backlog()).toEqual([]);
  });

  test('and two that run at once: each alert is sent once', async () => {
    const first = bed({ rules: [{ ...EVERYTHING, groupBy: ['tenant'] }] });
    const second = bed({
      rules: [{ ...EVERYTHING, groupBy: ['tenant'] }],
      outbox: first.outbox,
      clock: first.clock,
    });
    for (let number = 0; number < 200; number++) {
      (number % 2 === 0 ? first : second).emit({ tenantId: `t${String(number % 40)}` });
    }
    await Promise.all([first.alerting.runDue(), second.alerting.runDue()]);
    await first.pass(0);
    const taken = [...first.channel.taken, ...second.channel.taken];
    expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
    await first.pass(HOUR);
    const all = [...first.channel.taken, ...second.channel.taken];
    expect(all.reduce((sum, { newCount }) => sum + newCount, 0)).toBe(200);
    expect(all.filter(({ action }) => action === 'trigger').length).toBe(40);
  });
});

describe('an outbox that fails', () => {
  test('loses nothing: what was emitted is kept once it answers again, in its order', async () => {
    const clock = testClock();
    const outbox = new MemoryOutbox(clock);
    const { alerting, channel, pass, emit } = bed({ outbox, clock });
    const commit = outbox.commit.bind(outbox);
    outbox.commit = () => Promise.reject(new Error('The disk is full.'));
    for (let number = 0; number < 3; number++) {
      emit();
      await expect(alerting.runDue()).rejects.toThrow('The disk is full.');
    }
    outbox.commit = commit;
    await pass(0);
    expect(inShort(channel.taken)).toEqual(['trigger 3/3']);
  });
});
