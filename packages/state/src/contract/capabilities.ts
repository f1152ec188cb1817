import { capabilityOf, MADE_AT } from './examples.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

/** Grants. */
export function capabilitiesContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => {
    const clock = testClock();
    const { capabilities } = await factory.make(clock);
    return { capabilities, clock };
  };

  describe('a grant', () => {
    test('is kept as it was given, also once it has expired', async () => {
      const { capabilities, clock } = await setUp();
      const { id, expiresAt } = capabilityOf();
      await capabilities.add(capabilityOf());
      expect(await capabilities.get(id)).toEqual(capabilityOf());
      clock.time = expiresAt + 1;
      expect(await capabilities.get(id)).toEqual(capabilityOf());
      expect(await capabilities.get('cap-unknown')).toBe(undefined);
    });

    test('is listed for its tenant, the newest first', async () => {
      const { capabilities } = await setUp();
      const add = (id: string, createdAt: number, tenantId = 'acme') =>
        capabilities.add(capabilityOf({ id, createdAt, tenantId }));
      await add('cap-b', MADE_AT);
      await add('cap-a', MADE_AT);
      await add('cap-c', MADE_AT + 1);
      await add('cap-d', MADE_AT + 2, 'other');
      const list = async (tenants: readonly string[], limit = 10) =>
        (await capabilities.list(tenants, limit)).map(({ id }) => id);
      expect(await list(['acme'])).toEqual(['cap-c', 'cap-b', 'cap-a']);
      expect(await list(['*'])).toEqual(['cap-d', 'cap-c', 'cap-b', 'cap-a']);
      expect(await list(['acme', 'other'], 2)).toEqual(['cap-d', 'cap-c']);
      expect(await list([])).toEqual([]);
    });

    test('is revoked once, and by its own tenant alone', async () => {
      const { capabilities } = await setUp();
      const { id } = capabilityOf();
      await capabilities.add(capabilityOf());
      for (const tenants of [['other'], []]) {
        expect(await capabilities.revoke(tenants, id, 5)).toBe(undefined);
      }
      expect((await capabilities.get(id))?.revokedAt).toBe(null);
      const revoked = capabilityOf({ revokedAt: 7 });
      expect(await capabilities.revoke(['acme'], id, 7)).toEqual(revoked);
      expect(await capabilities.revoke(['*'], id, 9)).toEqual(revoked);
      expect(await capabilities.get(id)).toEqual(revoked);
      expect(await capabilities.list(['acme'], 5)).toEqual([revoked]);
      expect(await capabilities.revoke(['*'], 'cap-unknown', 9)).toBe(undefined);
    });

    test('keeps odd names apart', async () => {
      const { capabilities } = await setUp();
      for (const [number, name] of ODD_NAMES.entries()) {
        await capabilities.add(capabilityOf({ id: `cap-${String(number)}`, tenantId: `t${name}` }));
      }
      for (const [number, name] of ODD_NAMES.entries()) {
        const found = await capabilities.list([`t${name}`], 10);
        expect(found.map(({ id }) => id)).toEqual([`cap-${String(number)}`]);
        expect(await capabilities.get(name)).toBe(undefined);
      }
    });
  });
}
