import type { MemoryScope } from '@safeai/core';
import { entryOf, MADE_AT } from './examples.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

/** Values that agents remember. */
export function memoryContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => {
    const clock = testClock();
    const { memory } = await factory.make(clock);
    return { clock, memory };
  };

  describe('a remembered value', () => {
    test('is read as it was written', async () => {
      const { memory } = await setUp();
      for (const value of [null, '', 0, -1.5, true, [], {}, 'a\0b\ud800', { a: [{ b: null }] }]) {
        for (const encrypted of [true, false]) {
          const entry = entryOf({ value, encrypted, tags: ['b', 'a'], agentId: null });
          expect(await memory.put(entry, 10)).toBe('stored');
          expect(await memory.get(entry)).toEqual(entry);
          expect(await memory.find('acme', entry.handle)).toEqual(entry);
        }
      }
    });

    test('is found by its own address alone', async () => {
      const { memory } = await setUp();
      await memory.put(entryOf(), 10);
      const scopes: readonly MemoryScope[] = ['session', 'user', 'global'];
      for (const other of [
        entryOf({ tenantId: 'other' }),
        entryOf({ owner: 'support' }),
        entryOf({ owner: '' }),
        entryOf({ key: 'Language' }),
        entryOf({ owner: 'billing","language', key: '' }),
        ...scopes.map((scope) => entryOf({ scope })),
      ]) {
        expect(await memory.get(other)).toBe(undefined);
        expect(await memory.delete(other)).toBe(false);
      }
      expect(await memory.get(entryOf())).toEqual(entryOf());
    });

    test('is replaced by a later one, and so is its handle', async () => {
      const { memory } = await setUp();
      await memory.put(entryOf({ handle: 'mh-1' }), 10);
      const later = entryOf({ handle: 'mh-2', value: 'de-DE', tags: [] });
      await memory.put(later, 10);
      expect(await memory.get(entryOf())).toEqual(later);
      expect(await memory.find('acme', 'mh-1')).toBe(undefined);
      expect(await memory.find('acme', 'mh-2')).toEqual(later);
    });

    test('is named by its handle in its tenant alone', async () => {
      const { memory } = await setUp();
      await memory.put(entryOf(), 10);
      expect(await memory.find('other', entryOf().handle)).toBe(undefined);
      expect(await memory.find('*', entryOf().handle)).toBe(undefined);
      expect(await memory.find('acme', 'mh-unknown')).toBe(undefined);
    });

    test('lives to its last millisecond', async () => {
      const { memory, clock } = await setUp();
      await memory.put(entryOf(), 10);
      clock.time = entryOf().expiresAt - 1;
      expect(await memory.get(entryOf())).toEqual(entryOf());
      clock.time++;
      expect(await memory.get(entryOf())).toBe(undefined);
      expect(await memory.find('acme', entryOf().handle)).toBe(undefined);
      expect(await memory.delete(entryOf())).toBe(false);
    });

    test('is deleted once', async () => {
      const { memory } = await setUp();
      await memory.put(entryOf(), 10);
      expect(await memory.delete(entryOf())).toBe(true);
      expect(await memory.delete(entryOf())).toBe(false);
      expect(await memory.get(entryOf())).toBe(undefined);
      expect(await memory.find('acme', entryOf().handle)).toBe(undefined);
    });

    test('has its place under odd names', async () => {
      const { memory } = await setUp();
      for (const name of ODD_NAMES) {
        for (const given of [{ key: name }, { owner: name }, { tenantId: `t${name}` }]) {
          await memory.put(entryOf({ handle: `mh-${name}`, value: name, ...given }), 100);
        }
      }
      for (const name of ODD_NAMES) {
        for (const given of [{ key: name }, { owner: name }, { tenantId: `t${name}` }]) {
          expect((await memory.get(entryOf(given)))?.value).toBe(name);
        }
        expect((await memory.find(`t${name}`, `mh-${name}`))?.tenantId).toBe(`t${name}`);
      }
    });
  });

  describe('the number of values of an owner', () => {
    test('is limited, and those that are there can be replaced', async () => {
      const { memory } = await setUp();
      expect(await memory.put(entryOf({ key: 'a' }), 2)).toBe('stored');
      expect(await memory.put(entryOf({ key: 'b' }), 2)).toBe('stored');
      expect(await memory.put(entryOf({ key: 'c' }), 2)).toBe('full');
      expect(await memory.get(entryOf({ key: 'c' }))).toBe(undefined);
      expect(await memory.put(entryOf({ key: 'b', value: 1 }), 2)).toBe('stored');
      await memory.delete(entryOf({ key: 'a' }));
      expect(await memory.put(entryOf({ key: 'c' }), 2)).toBe('stored');
    });

    test('counts each owner, scope and tenant for itself', async () => {
      const { memory } = await setUp();
      await memory.put(entryOf(), 1);
      for (const given of [{ owner: 'support' }, { scope: 'user' }, { tenantId: 'x' }] as const) {
        expect(await memory.put(entryOf({ ...given, key: 'k' }), 1)).toBe('stored');
      }
      expect(await memory.put(entryOf({ key: 'k' }), 1)).toBe('full');
    });

    test('does not count what has expired', async () => {
      const { memory, clock } = await setUp();
      await memory.put(entryOf(), 1);
      clock.time = entryOf().expiresAt;
      const next = entryOf({ key: 'k', expiresAt: clock.time + 1 });
      expect(await memory.put(next, 1)).toBe('stored');
    });

    test('holds when many come at once', async () => {
      const { memory } = await setUp();
      const put = await Promise.all(
        Array.from({ length: 20 }, (_, number) => memory.put(entryOf({ key: String(number) }), 7)),
      );
      expect(put.filter((result) => result === 'stored').length).toBe(7);
    });
  });

  describe('clearing memory', () => {
    test('removes what has expired in the tenants that are named', async () => {
      const { memory, clock } = await setUp();
      await memory.put(entryOf({ key: 'a' }), 10);
      await memory.put(entryOf({ key: 'b', expiresAt: MADE_AT + 90_000 }), 10);
      await memory.put(entryOf({ tenantId: 'other' }), 10);
      clock.time = entryOf().expiresAt;
      expect(await memory.purgeExpired([])).toBe(0);
      expect(await memory.purgeExpired(['acme'])).toBe(1);
      expect(await memory.purgeExpired(['acme'])).toBe(0);
      expect(await memory.purgeExpired(['*'])).toBe(1);
      expect((await memory.get(entryOf({ key: 'b' })))?.key).toBe('b');
    });

    test('finds nothing expired of an owner who has written since', async () => {
      const { memory, clock } = await setUp();
      await memory.put(entryOf({ key: 'a' }), 10);
      clock.time = entryOf().expiresAt;
      await memory.put(entryOf({ key: 'b', expiresAt: clock.time + 1 }), 10);
      expect(await memory.purgeExpired(['*'])).toBe(0);
      expect(await memory.shred('acme')).toBe(1);
    });

    test('shreds a tenant, whose next value begins anew', async () => {
      const { memory } = await setUp();
      await memory.put(entryOf({ key: 'a' }), 10);
      await memory.put(entryOf({ key: 'b', owner: 'support' }), 10);
      const other = entryOf({ tenantId: 'other' });
      await memory.put(other, 10);
      expect(await memory.shred('acme')).toBe(2);
      expect(await memory.shred('acme')).toBe(0);
      expect(await memory.get(entryOf({ key: 'a' }))).toBe(undefined);
      expect(await memory.get(other)).toEqual(other);
      expect(await memory.put(entryOf({ key: 'a', value: 2 }), 10)).toBe('stored');
      expect((await memory.get(entryOf({ key: 'a' })))?.value).toBe(2);
    });
  });
}
