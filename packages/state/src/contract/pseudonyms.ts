import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

const HERE = { tenantId: 'acme', sessionId: 's' };
const LIMITS = { ttlMs: 1000, maxPerSession: 3 };

/** What pseudonyms stand for. */
export function pseudonymsContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => {
    const clock = testClock();
    const stores = await factory.make(clock);
    return { clock, ...stores };
  };
  const values = (...names: readonly string[]): ReadonlyMap<string, string> =>
    new Map(names.map((name) => [name, `value of ${name}`]));

  describe('pseudonyms', () => {
    test('are known in that session of that tenant alone', async () => {
      const { pseudonyms } = await setUp();
      expect(await pseudonyms.put(HERE, values('a', 'b'), LIMITS)).toEqual([]);
      expect(await pseudonyms.get(HERE, ['a', 'x', 'a'])).toEqual(values('a'));
      expect(await pseudonyms.all(HERE)).toEqual(values('a', 'b'));
      for (const other of [
        { ...HERE, tenantId: 'other' },
        { ...HERE, sessionId: 't' },
        { tenantId: 'acme","s', sessionId: '' },
      ]) {
        expect(await pseudonyms.get(other, ['a'])).toEqual(new Map());
        expect(await pseudonyms.all(other)).toEqual(new Map());
      }
    });

    test('keep their value when another one comes for it', async () => {
      const { pseudonyms } = await setUp();
      await pseudonyms.put(HERE, values('a'), LIMITS);
      const others = new Map([
        ['a', 'another'],
        ['b', 'value of b'],
      ]);
      expect(await pseudonyms.put(HERE, others, LIMITS)).toEqual(['a']);
      expect(await pseudonyms.all(HERE)).toEqual(values('a', 'b'));
    });

    test('taken by many values at once keep one, and the others are told', async () => {
      const { pseudonyms } = await setUp();
      const refused = await Promise.all(
        Array.from({ length: 10 }, (_, number) =>
          Promise.resolve(pseudonyms.put(HERE, new Map([['a', String(number)]]), LIMITS)),
        ),
      );
      expect(refused.filter((names) => names.length === 0).length).toBe(1);
      const winner = String(refused.findIndex((names) => names.length === 0));
      expect(await pseudonyms.get(HERE, ['a'])).toEqual(new Map([['a', winner]]));
    });

    test('are forgotten so long after the last use, to the millisecond', async () => {
      const { pseudonyms, clock } = await setUp();
      await pseudonyms.put(HERE, values('a'), LIMITS);
      clock.time += 999;
      expect(await pseudonyms.get(HERE, ['a'])).toEqual(values('a'));
      clock.time += 999;
      expect(await pseudonyms.all(HERE)).toEqual(values('a'));
      clock.time += 1000;
      expect(await pseudonyms.get(HERE, ['a'])).toEqual(new Map());
      expect(await pseudonyms.put(HERE, new Map([['a', 'another']]), LIMITS)).toEqual([]);
    });

    test('past the limit of a session go, the least recently used first', async () => {
      const { pseudonyms } = await setUp();
      await pseudonyms.put(HERE, values('a', 'b', 'c'), LIMITS);
      await pseudonyms.get(HERE, ['a']);
      await pseudonyms.put(HERE, values('d'), LIMITS);
      expect(await pseudonyms.all(HERE)).toEqual(values('c', 'a', 'd'));
    });

    test('keep odd names and values', async () => {
      const { pseudonyms } = await setUp();
      const odd = new Map(ODD_NAMES.map((name, number) => [name, `${name} ${String(number)}`]));
      const limits = { ttlMs: 1000, maxPerSession: 1000 };
      for (const name of ODD_NAMES) {
        const session = { ...HERE, sessionId: name };
        expect(await pseudonyms.put(session, odd, limits)).toEqual([]);
        expect(await pseudonyms.get(session, ODD_NAMES)).toEqual(odd);
      }
    });
  });
}
