import type { Outbox } from '@safeai/core';
import { alertOf, MADE_AT, messageOf, silenceOf } from './examples.ts';
import { waitingIn } from './outbox-messages.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

/** Alerts, and silences. */
export function outboxContract({ describe, test, expect }: TestRunner, factory: StoreFactory) {
  const setUp = async () => {
    const clock = testClock();
    const { outbox } = await factory.make(clock);
    return { outbox, clock };
  };

  describe('an alert', () => {
    test('is as it was kept', async () => {
      const { outbox } = await setUp();
      expect(await outbox.states(['k1', 'k2'])).toEqual([undefined, undefined]);
      expect(await outbox.commit([{ next: alertOf(), messages: [] }])).toEqual([true]);
      expect(await outbox.states(['k2', 'k1'])).toEqual([undefined, alertOf()]);
    });

    test('is changed by one of those that saw it, with its messages or without', async () => {
      const { outbox } = await setUp();
      const attempt = (version: number, id: string) =>
        outbox.commit([
          { next: alertOf({ version, body: { by: id } }), messages: [messageOf({ id })] },
        ]);
      const first = await Promise.all([attempt(1, 'a'), attempt(1, 'b')]);
      expect(first.flat().filter(Boolean).length).toBe(1);
      const second = await Promise.all([attempt(2, 'c'), attempt(2, 'd'), attempt(3, 'e')]);
      expect(second.flat().filter(Boolean).length).toBe(2);
      const [state] = await outbox.states(['k1']);
      expect([state?.version, state?.body]).toEqual([3, { by: 'e' }]);
      expect((await waitingIn(outbox, 'mail')).length).toBe(3);
      expect(await attempt(3, 'late')).toEqual([false]);
      expect((await waitingIn(outbox, 'mail')).includes('late')).toBe(false);
    });

    test('is due by the time that is given, the longest due first', async () => {
      const { outbox } = await setUp();
      const due = (['a', 'b', 'c', 'd'] as const).map((key, place) => ({
        next: alertOf({ key, dueAt: [20, 10, null, 30][place] ?? null }),
        messages: [],
      }));
      await outbox.commit(due);
      const keysAt = async (now: number, limit = 10) =>
        (await outbox.due(now, limit)).map(({ key }) => key);
      expect(await keysAt(9)).toEqual([]);
      expect(await keysAt(20)).toEqual(['b', 'a']);
      expect(await keysAt(99)).toEqual(['b', 'a', 'd']);
      expect(await keysAt(99, 1)).toEqual(['b']);
      expect(await outbox.wakeAt([])).toBe(10);
      const done = alertOf({ key: 'b', dueAt: null, version: 2 });
      await outbox.commit([{ next: done, messages: [] }]);
      expect(await keysAt(99)).toEqual(['a', 'd']);
    });

    test('is shown to its tenants, the last changed first', async () => {
      const { outbox } = await setUp();
      const given = [
        { key: 'a', tenantId: 'acme', changedAt: 3 },
        { key: 'b', tenantId: 'other', changedAt: 2, isOpen: false },
        { key: 'c', tenantId: '*', changedAt: 1 },
        { key: 'd', tenantId: 'acme', changedAt: 4, isOpen: false },
      ];
      await outbox.commit(given.map((one) => ({ next: alertOf(one), messages: [] })));
      const shown = async (filter: Omit<Parameters<Outbox['alerts']>[0], 'limit'>, limit = 10) =>
        (await outbox.alerts({ ...filter, limit })).map(({ key }) => key).join('');
      expect(await shown({ tenants: ['*'] })).toBe('dabc');
      expect(await shown({ tenants: ['acme'] })).toBe('da');
      expect(await shown({ tenants: ['acme', 'other'], isOpen: false })).toBe('db');
      expect(await shown({ tenants: ['*'], isOpen: true })).toBe('ac');
      expect(await shown({ tenants: ['*'] }, 2)).toBe('da');
      expect(await shown({ tenants: [] })).toBe('');
    });

    test('is on one page, whatever changed at the same time', async () => {
      const { outbox } = await setUp();
      const keys = ['a', 'b', 'c', 'd', 'e'];
      const given = keys.map((key, place) => alertOf({ key, changedAt: place < 4 ? 7 : 8 }));
      await outbox.commit(given.map((next) => ({ next, messages: [] })));
      const all = await outbox.alerts({ tenants: ['*'], limit: 10 });
      const seen: string[] = [];
      for (let [after] = await outbox.alerts({ tenants: ['*'], limit: 1 }); after !== undefined;) {
        seen.push(after.key);
        [after] = await outbox.alerts({ tenants: ['*'], limit: 1, after });
      }
      expect(seen).toEqual(all.map(({ key }) => key));
      expect(seen[0]).toBe('e');
      expect([...seen].sort()).toEqual(keys);
    });
  });

  describe('a silence', () => {
    test('holds until it is over, among the others by age', async () => {
      const { outbox, clock } = await setUp();
      const [a, b, c] = [3, 1, 2].map((minutes, place) =>
        silenceOf({
          id: `si-${String(place)}`,
          createdAt: MADE_AT - place,
          until: clock.now() + minutes * 60_000,
        }),
      );
      for (const one of [a, b, c]) if (one !== undefined) await outbox.addSilence(one);
      expect(await outbox.silences()).toEqual([c, b, a]);
      clock.time += 60_000;
      expect(await outbox.silences()).toEqual([c, a]);
      clock.time += 120_000;
      expect(await outbox.silences()).toEqual([]);
    });

    test('is ended once, by whoever has its tenant', async () => {
      const { outbox } = await setUp();
      const one = silenceOf();
      const all = silenceOf({ id: 'si-all', tenantId: null });
      for (const silence of [one, all]) await outbox.addSilence(silence);
      expect(await outbox.endSilence(['other'], one.id)).toBe(undefined);
      expect(await outbox.endSilence(['acme'], all.id)).toBe(undefined);
      const ended = await Promise.all([1, 2].map(() => outbox.endSilence(['acme'], one.id)));
      expect(ended.filter((each) => each !== undefined)).toEqual([one]);
      expect(await outbox.endSilence(['*'], all.id)).toEqual(all);
      expect(await outbox.silences()).toEqual([]);
      for (const name of ODD_NAMES) expect(await outbox.endSilence(['*'], name)).toBe(undefined);
    });
  });
}
