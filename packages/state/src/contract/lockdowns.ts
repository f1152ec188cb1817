import { lockdownOf, MADE_AT } from './examples.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

/** Emergency stops. */
export function lockdownsContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => (await factory.make(testClock())).lockdowns;

  describe('a lockdown', () => {
    test('is in force from when it is added, among the others by age', async () => {
      const lockdowns = await setUp();
      expect(await lockdowns.active()).toEqual([]);
      const [a, b, c] = ['b', 'a', 'c'].map((letter, index) =>
        lockdownOf({ id: `ld-${letter}`, createdAt: MADE_AT + (index === 2 ? -1 : 0) }),
      ) as [
        ReturnType<typeof lockdownOf>,
        ReturnType<typeof lockdownOf>,
        ReturnType<typeof lockdownOf>,
      ];
      for (const one of [a, b, c]) await lockdowns.add(one);
      expect(await lockdowns.active()).toEqual([c, b, a]);
    });

    test('is lifted once, by whoever has its tenant', async () => {
      const lockdowns = await setUp();
      const { id } = lockdownOf();
      await lockdowns.add(lockdownOf());
      for (const tenants of [['other'], []]) {
        expect(await lockdowns.lift(tenants, id)).toBe(undefined);
      }
      expect(await lockdowns.active()).toEqual([lockdownOf()]);
      expect(await lockdowns.lift(['other', 'acme'], id)).toEqual(lockdownOf());
      expect(await lockdowns.active()).toEqual([]);
      expect(await lockdowns.lift(['*'], id)).toBe(undefined);
    });

    test('of every tenant is lifted by who has them all', async () => {
      const lockdowns = await setUp();
      const all = lockdownOf({ tenantId: null, agentId: null, tool: null });
      await lockdowns.add(all);
      expect(await lockdowns.lift(['acme'], all.id)).toBe(undefined);
      expect(await lockdowns.active()).toEqual([all]);
      expect(await lockdowns.lift(['*'], all.id)).toEqual(all);
    });

    test('is lifted by one of two that lift it at once', async () => {
      const lockdowns = await setUp();
      const { id } = lockdownOf();
      await lockdowns.add(lockdownOf());
      const lifted = await Promise.all([lockdowns.lift(['*'], id), lockdowns.lift(['acme'], id)]);
      expect(lifted.filter((one) => one !== undefined)).toEqual([lockdownOf()]);
    });

    test('keeps odd names apart', async () => {
      const lockdowns = await setUp();
      for (const [number, name] of ODD_NAMES.entries()) {
        const names = { tenantId: `t${name}`, agentId: name, tool: name, reason: name };
        await lockdowns.add(lockdownOf({ id: `ld-${String(100 + number)}`, ...names }));
      }
      expect((await lockdowns.active()).map(({ agentId }) => agentId)).toEqual(ODD_NAMES);
      for (const [number, name] of ODD_NAMES.entries()) {
        expect(await lockdowns.lift(['*'], name)).toBe(undefined);
        expect((await lockdowns.lift([`t${name}`], `ld-${String(100 + number)}`))?.tool).toBe(name);
      }
    });
  });
}
