import type { Outbox, OutboxEntry } from '@safeai/core';
import { alertOf, messageOf } from './examples.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

const LEASE = { channel: 'mail', leaseId: 'l1', leaseMs: 60_000, limit: 10 } as const;

const idsOf = (entries: readonly OutboxEntry[]) => entries.map(({ id }) => id);

/** Ids of the messages that wait in a channel. */
export async function waitingIn(outbox: Outbox, channel: string): Promise<string[]> {
  return idsOf(await outbox.messages({ tenants: ['*'], state: 'waiting', channel, limit: 100 }));
}

/** Messages of alerts. */
export function outboxMessagesContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
) {
  const setUp = async () => {
    const clock = testClock();
    const { outbox } = await factory.make(clock);
    return { outbox, clock };
  };
  let keys = 0;
  /** Appends messages, each under an alert of its own. */
  const append = async (outbox: Outbox, ...given: readonly Parameters<typeof messageOf>[0][]) => {
    const messages = given.map((one) => messageOf(one));
    await outbox.commit([{ next: alertOf({ key: `of ${String(keys++)}` }), messages }]);
  };

  describe('a message', () => {
    test('is due at once, and as it was appended', async () => {
      const { outbox, clock } = await setUp();
      await append(outbox, {});
      expect(await outbox.wakeAt(['mail'])).toBe(clock.now());
      expect(await outbox.wakeAt(['other'])).toBe(null);
      expect(await outbox.lease({ ...LEASE, channel: 'other' })).toEqual([]);
      expect(await outbox.lease(LEASE)).toEqual([
        {
          ...messageOf(),
          ...{ state: 'waiting', dueAt: clock.now(), attempts: 0, firstTriedAt: null },
          ...{ movedFrom: [], problem: null, endedAt: null },
        },
      ]);
    });

    test('is appended once for a channel, also after it was sent', async () => {
      const { outbox } = await setUp();
      await append(outbox, { id: 'a' }, { id: 'a' }, { id: 'a', channel: 'pager' });
      await outbox.lease(LEASE);
      await outbox.settle({ ...LEASE, id: 'a' }, { result: 'sent' });
      await append(outbox, { id: 'a', key: 'another' });
      expect(await waitingIn(outbox, 'mail')).toEqual([]);
      expect(await waitingIn(outbox, 'pager')).toEqual(['a']);
    });

    test('is leased to one of those that ask', async () => {
      const { outbox } = await setUp();
      await append(outbox, ...['a', 'b', 'c', 'd'].map((id) => ({ id, key: id })));
      const leased = await Promise.all(
        ['1', '2', '3'].map((leaseId) => outbox.lease({ ...LEASE, leaseId, limit: 2 })),
      );
      expect(leased.map(({ length }) => length).sort()).toEqual([0, 2, 2]);
      expect(leased.flatMap(idsOf).sort()).toEqual(['a', 'b', 'c', 'd']);
    });

    test('is leased again once the lease is over, to the millisecond; the former one settles no more', async () => {
      const { outbox, clock } = await setUp();
      await append(outbox, { id: 'a' });
      const until = clock.now() + LEASE.leaseMs;
      await outbox.lease(LEASE);
      expect(await outbox.wakeAt(['mail'])).toBe(until);
      clock.time = until - 1;
      expect(await outbox.lease({ ...LEASE, leaseId: 'l2' })).toEqual([]);
      clock.time = until;
      expect(idsOf(await outbox.lease({ ...LEASE, leaseId: 'l2' }))).toEqual(['a']);
      expect(await outbox.settle({ ...LEASE, id: 'a' }, { result: 'sent' })).toBe(false);
      const mine = { ...LEASE, id: 'a', leaseId: 'l2' };
      expect(await outbox.settle(mine, { result: 'sent' })).toBe(true);
      expect(await outbox.settle(mine, { result: 'sent' })).toBe(false);
      clock.time += 10 * LEASE.leaseMs;
      expect(await outbox.lease(LEASE)).toEqual([]);
      expect(await outbox.wakeAt(['mail'])).toBe(null);
    });

    test('that a clock leased which was set back since is leased again', async () => {
      const { outbox, clock } = await setUp();
      await append(outbox, { id: 'a' });
      const then = clock.now();
      clock.time = then + 86_400_000;
      await outbox.lease(LEASE);
      clock.time = then;
      expect(idsOf(await outbox.lease(LEASE))).toEqual(['a']);
    });

    test('waits for those of its key before it, in its channel', async () => {
      const { outbox, clock } = await setUp();
      const given = (['b2', 'a1', 'b1', 'a2', 'b3'] as const).map((id) => ({
        id,
        key: id.slice(0, 1),
        sequence: Number(id.slice(1)),
      }));
      await append(outbox, ...given, { id: 'b2', key: 'b', sequence: 2, channel: 'pager' });
      const lease = async (channel = 'mail') =>
        idsOf(await outbox.lease({ ...LEASE, channel })).sort();
      const settle = (id: string, end: Parameters<Outbox['settle']>[1]) =>
        outbox.settle({ ...LEASE, id }, end);
      expect(await lease()).toEqual(['a1', 'b1']);
      expect(await lease()).toEqual([]);
      expect(await lease('pager')).toEqual(['b2']);
      await settle('a1', { result: 'sent' });
      await settle('b1', { result: 'again', inMs: 1000, problem: 'http_500' });
      expect(await lease()).toEqual(['a2']);
      expect(await outbox.wakeAt(['mail'])).toBe(clock.now() + 1000);
      clock.time += 999;
      expect(await lease()).toEqual([]);
      clock.time += 1;
      expect(await lease()).toEqual(['b1']);
      await settle('b1', { result: 'dead', problem: 'http_400' });
      expect(await lease()).toEqual(['b2']);
    });

    test('goes out in the order in which it fell due', async () => {
      const { outbox, clock } = await setUp();
      await append(outbox, { id: 'z', key: 'z' });
      clock.time += 1;
      await append(outbox, { id: 'a', key: 'a' });
      expect(idsOf(await outbox.lease({ ...LEASE, limit: 1 }))).toEqual(['z']);
    });

    test('counts its attempts, and remembers the first and what went wrong', async () => {
      const { outbox, clock } = await setUp();
      await append(outbox, { id: 'a' });
      const first = clock.now();
      const ends = [
        { result: 'again', inMs: 5, problem: 'http_500' },
        { result: 'again', inMs: 7, problem: 'timeout' },
      ] as const;
      for (const end of ends) {
        expect(idsOf(await outbox.lease(LEASE))).toEqual(['a']);
        await outbox.settle({ ...LEASE, id: 'a' }, end);
        clock.time += end.inMs;
      }
      const [entry] = await outbox.lease(LEASE);
      expect([entry?.attempts, entry?.firstTriedAt, entry?.problem, entry?.dueAt]).toEqual([
        ...[2, first, 'timeout', first + 12],
      ]);
      await outbox.settle({ ...LEASE, id: 'a' }, { result: 'sent' });
      const [sent] = await outbox.messages({ tenants: ['*'], limit: 1 });
      expect([sent?.state, sent?.attempts, sent?.problem, sent?.endedAt]).toEqual([
        ...['sent', 3, null, clock.now()],
      ]);
    });

    test('that another channel takes over is due there at once, as if it were new', async () => {
      const { outbox, clock } = await setUp();
      await append(outbox, { id: 'a' });
      await outbox.lease(LEASE);
      await outbox.settle({ ...LEASE, id: 'a' }, { result: 'again', inMs: 0, problem: 'timeout' });
      await outbox.lease(LEASE);
      const moved = { result: 'moved', channel: 'chat', problem: 'channel_down' } as const;
      expect(await outbox.settle({ ...LEASE, id: 'a' }, moved)).toBe(true);
      expect(await waitingIn(outbox, 'mail')).toEqual([]);
      const [entry] = await outbox.lease({ ...LEASE, channel: 'chat' });
      expect(entry).toEqual({
        ...messageOf({ id: 'a', channel: 'chat' }),
        ...{ state: 'waiting', dueAt: clock.now(), attempts: 0, firstTriedAt: null },
        ...{ movedFrom: ['mail'], problem: 'channel_down', endedAt: null },
      });
      expect(await outbox.settle({ ...LEASE, id: 'a' }, { result: 'sent' })).toBe(false);
    });

    test('that the other channel has anyway is covered by it; not where that one gave it up', async () => {
      const { outbox } = await setUp();
      await append(outbox, { id: 'a' }, { id: 'a', channel: 'chat' });
      await append(outbox, { id: 'b', key: 'b' }, { id: 'b', key: 'b', channel: 'chat' });
      await outbox.lease(LEASE);
      await outbox.lease({ ...LEASE, channel: 'chat' });
      const gaveUp = { result: 'dead', problem: 'http_400' } as const;
      await outbox.settle({ ...LEASE, channel: 'chat', id: 'b' }, gaveUp);
      const moved = { result: 'moved', channel: 'chat', problem: 'channel_down' } as const;
      for (const id of ['a', 'b']) await outbox.settle({ ...LEASE, id }, moved);
      const inMail = await outbox.messages({ tenants: ['*'], channel: 'mail', limit: 10 });
      expect(inMail.map(({ id, state }) => `${id} ${state}`).sort()).toEqual([
        ...['a covered', 'b dead'],
      ]);
      expect(await waitingIn(outbox, 'chat')).toEqual(['a']);
    });

    test('that is dead is kept, counted, and tried again when somebody asks for it', async () => {
      const { outbox, clock } = await setUp();
      const given = ['a', 'b', 'c'].map((id) => ({ id, key: id, tenantId: `of ${id}` }));
      await append(outbox, ...given, { id: 'a', key: 'a', channel: 'pager', tenantId: 'of a' });
      for (const channel of ['mail', 'pager']) {
        for (const { id } of await outbox.lease({ ...LEASE, channel })) {
          if (id === 'c') continue;
          await outbox.settle({ ...LEASE, channel, id }, { result: 'dead', problem: 'http_400' });
        }
      }
      expect(await outbox.backlog()).toEqual([
        { channel: 'mail', waiting: 1, dead: 2 },
        { channel: 'pager', waiting: 0, dead: 1 },
      ]);
      clock.time += 100 * 86_400_000;
      const dead = await outbox.messages({ tenants: ['*'], state: 'dead', limit: 10 });
      expect(dead.map(({ id, channel }) => `${channel} ${id}`).sort()).toEqual([
        ...['mail a', 'mail b', 'pager a'],
      ]);
      expect(await outbox.retry({ tenants: ['other'] })).toBe(0);
      expect(await outbox.retry({ tenants: ['of b'], id: 'a' })).toBe(0);
      expect(await outbox.retry({ tenants: ['of a'], channel: 'pager' })).toBe(1);
      expect(await outbox.retry({ tenants: ['*'], id: 'a' })).toBe(1);
      expect(await outbox.retry({ tenants: ['*'] })).toBe(1);
      expect(await outbox.retry({ tenants: ['*'] })).toBe(0);
      const [entry] = await outbox.messages({ tenants: ['of b'], limit: 1 });
      expect([entry?.state, entry?.attempts, entry?.problem, entry?.endedAt]).toEqual([
        ...['waiting', 0, null, null],
      ]);
      expect(idsOf(await outbox.lease(LEASE)).sort()).toEqual(['a', 'b', 'c']);
    });

    test('is shown to its tenants, the newest first', async () => {
      const { outbox } = await setUp();
      await append(
        outbox,
        { id: 'a', tenantId: 'acme', createdAt: 3 },
        { id: 'b', tenantId: 'other', createdAt: 2, channel: 'chat' },
        { id: 'c', tenantId: '*', createdAt: 1 },
        { id: 'd', tenantId: 'acme', createdAt: 3, sequence: 2 },
      );
      const shown = async (filter: Omit<Parameters<Outbox['messages']>[0], 'limit'>, limit = 10) =>
        idsOf(await outbox.messages({ ...filter, limit })).join('');
      expect(await shown({ tenants: ['*'] })).toBe('dabc');
      expect(await shown({ tenants: ['acme'] })).toBe('da');
      expect(await shown({ tenants: ['*'], channel: 'chat' })).toBe('b');
      expect(await shown({ tenants: ['*'], state: 'sent' })).toBe('');
      expect(await shown({ tenants: ['*'] }, 3)).toBe('dab');
      expect(await shown({ tenants: [] })).toBe('');
    });

    test('keeps odd names apart', async () => {
      const { outbox } = await setUp();
      const given = ODD_NAMES.flatMap((name) => [
        { id: name, key: name, channel: name, tenantId: name, body: { [name]: name } },
        { id: name, key: name, channel: `${name}2`, tenantId: name },
      ]);
      await append(outbox, ...given);
      for (const [place, channel] of ODD_NAMES.entries()) {
        const [only, ...others] = await outbox.lease({ ...LEASE, channel });
        expect([place, only?.id, only?.body, others]).toEqual([
          ...[place, channel, { [channel]: channel }, []],
        ]);
        const mine = { ...LEASE, channel, id: channel };
        expect([place, await outbox.settle(mine, { result: 'sent' })]).toEqual([place, true]);
      }
      expect((await outbox.backlog()).length).toBe(ODD_NAMES.length);
    });
  });
}
