import { apiKeyOf, MADE_AT } from './examples.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

/** API keys. */
export function apiKeysContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => {
    const clock = testClock();
    const { apiKeys } = await factory.make(clock);
    return { apiKeys, clock };
  };

  describe('an API key', () => {
    test('is kept as it was given, also once it has expired', async () => {
      const { apiKeys, clock } = await setUp();
      const key = apiKeyOf({ expiresAt: MADE_AT + 60_000 });
      await apiKeys.add(key);
      expect(await apiKeys.get(key.id)).toEqual(key);
      clock.time = MADE_AT + 60_001;
      expect(await apiKeys.get(key.id)).toEqual(key);
      expect(await apiKeys.get('key-unknown')).toBe(undefined);
      const other = apiKeyOf({ id: 'key-other', agents: null, expiresAt: null });
      await apiKeys.add(other);
      expect(await apiKeys.get(other.id)).toEqual(other);
    });

    test('is listed for who may name all of its tenants, the newest first', async () => {
      const { apiKeys } = await setUp();
      const add = (id: string, createdAt: number, tenants: readonly string[]) =>
        apiKeys.add(apiKeyOf({ id, createdAt, tenants }));
      await add('key-b', MADE_AT, ['acme']);
      await add('key-a', MADE_AT, ['acme']);
      await add('key-both', MADE_AT + 1, ['acme', 'other']);
      await add('key-other', MADE_AT + 2, ['other']);
      await add('key-all', MADE_AT + 3, ['*']);
      const list = async (tenants: readonly string[], limit = 10) =>
        (await apiKeys.list(tenants, limit)).map(({ id }) => id);
      expect(await list(['acme'])).toEqual(['key-b', 'key-a']);
      expect(await list(['other'])).toEqual(['key-other']);
      expect(await list(['other', 'acme', 'third'])).toEqual([
        'key-other',
        'key-both',
        'key-b',
        'key-a',
      ]);
      expect(await list(['acme', 'other'], 2)).toEqual(['key-other', 'key-both']);
      expect(await list(['*'], 3)).toEqual(['key-all', 'key-other', 'key-both']);
      expect(await list(['third'])).toEqual([]);
      expect(await list([])).toEqual([]);
    });

    test('is revoked once, and by who may name all of its tenants alone', async () => {
      const { apiKeys } = await setUp();
      const key = apiKeyOf({ tenants: ['acme', 'other'] });
      await apiKeys.add(key);
      for (const tenants of [['other'], ['acme'], ['third'], []]) {
        expect(await apiKeys.revoke(tenants, key.id, 5)).toBe(undefined);
      }
      expect((await apiKeys.get(key.id))?.revokedAt).toBe(null);
      const revoked = { ...key, revokedAt: 7 };
      expect(await apiKeys.revoke(['other', 'acme'], key.id, 7)).toEqual(revoked);
      expect(await apiKeys.revoke(['*'], key.id, 9)).toEqual(revoked);
      expect(await apiKeys.get(key.id)).toEqual(revoked);
      expect(await apiKeys.list(['acme', 'other'], 5)).toEqual([revoked]);
      expect(await apiKeys.revoke(['*'], 'key-unknown', 9)).toBe(undefined);
      await apiKeys.add(apiKeyOf({ id: 'key-all', tenants: ['*'] }));
      expect(await apiKeys.revoke(['acme'], 'key-all', 9)).toBe(undefined);
    });

    test('gets another lookup and stays as it is otherwise', async () => {
      const { apiKeys } = await setUp();
      const { id } = apiKeyOf();
      await apiKeys.add(apiKeyOf({ revokedAt: 5 }));
      await apiKeys.renewLookup(id, 'feed', 'k2');
      const renewed = apiKeyOf({ revokedAt: 5, lookup: 'feed', lookupKey: 'k2' });
      expect(await apiKeys.get(id)).toEqual(renewed);
      expect(await apiKeys.list(['acme'], 5)).toEqual([renewed]);
      await apiKeys.renewLookup('key-unknown', 'feed', 'k2');
      expect(await apiKeys.get('key-unknown')).toBe(undefined);
    });

    test('that is revoked while its lookup is renewed is revoked', async () => {
      const { apiKeys } = await setUp();
      const { id } = apiKeyOf();
      for (let round = 0; round < 10; round++) {
        await apiKeys.add(apiKeyOf());
        await Promise.all([
          apiKeys.renewLookup(id, 'feed', 'k2'),
          apiKeys.revoke(['acme'], id, 5),
          apiKeys.renewLookup(id, 'beef', 'k3'),
        ]);
        expect((await apiKeys.get(id))?.revokedAt).toBe(5);
      }
    });

    test('keeps odd names apart', async () => {
      const { apiKeys } = await setUp();
      for (const [number, name] of ODD_NAMES.entries()) {
        await apiKeys.add(apiKeyOf({ id: `key-${String(number)}`, tenants: [`t${name}`] }));
      }
      for (const [number, name] of ODD_NAMES.entries()) {
        const found = await apiKeys.list([`t${name}`], 10);
        expect(found.map(({ id }) => id)).toEqual([`key-${String(number)}`]);
        expect(await apiKeys.get(name)).toBe(undefined);
      }
    });
  });
}
