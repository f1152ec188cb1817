import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

/** Counters in windows. */
export function limitsContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => {
    const clock = testClock();
    return { clock, limits: (await factory.make(clock)).limits };
  };

  describe('a counter', () => {
    test('begins its window with the first points, and ends it so much later', async () => {
      const { clock, limits } = await setUp();
      expect(await limits.get('a')).toBe(undefined);
      expect(await limits.add('a', 2, 1000)).toEqual({ total: 2, resetsInMs: 1000 });
      clock.time += 999;
      expect(await limits.add('a', 1, 5000)).toEqual({ total: 3, resetsInMs: 1 });
      expect(await limits.get('a')).toEqual({ total: 3, resetsInMs: 1 });
      clock.time += 1;
      expect(await limits.get('a')).toBe(undefined);
      expect(await limits.add('a', 1, 500)).toEqual({ total: 1, resetsInMs: 500 });
    });

    test('gives points back, never below 0, and begins no window with that', async () => {
      const { limits } = await setUp();
      expect(await limits.add('a', -1, 1000)).toEqual({ total: 0, resetsInMs: 0 });
      expect(await limits.get('a')).toBe(undefined);
      await limits.add('a', 2, 1000);
      expect((await limits.add('a', -1, 1000)).total).toBe(1);
      expect((await limits.add('a', -5, 1000)).total).toBe(0);
      expect(await limits.get('a')).toEqual({ total: 0, resetsInMs: 1000 });
    });

    test('may begin with no points', async () => {
      const { limits } = await setUp();
      expect(await limits.add('a', 0, 1000)).toEqual({ total: 0, resetsInMs: 1000 });
      expect(await limits.get('a')).toEqual({ total: 0, resetsInMs: 1000 });
    });

    test('ends when it is deleted, once', async () => {
      const { clock, limits } = await setUp();
      await limits.add('a', 1, 1000);
      expect(await limits.delete('a')).toBe(true);
      expect(await limits.delete('a')).toBe(false);
      expect(await limits.get('a')).toBe(undefined);
      await limits.add('a', 1, 1000);
      clock.time += 1000;
      expect(await limits.delete('a')).toBe(false);
    });

    test('loses no point when many come at once, and gives each another total', async () => {
      const { limits } = await setUp();
      const counts = await Promise.all(
        Array.from({ length: 50 }, () => Promise.resolve(limits.add('a', 1, 1000))),
      );
      const totals = counts.map(({ total }) => total).sort((a, b) => a - b);
      expect(totals).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    });

    test('keeps odd keys apart', async () => {
      const { limits } = await setUp();
      for (const [number, key] of ODD_NAMES.entries()) await limits.add(key, number + 1, 1000);
      for (const [number, key] of ODD_NAMES.entries()) {
        expect((await limits.get(key))?.total).toBe(number + 1);
      }
    });

    test('is the same among windows of any number and length', async () => {
      const { clock, limits } = await setUp();
      await limits.add('kept', 7, 10_000);
      for (let number = 0; number < 600; number++) {
        await limits.add(`other/${String(number)}`, 1, 1 + (number % 20));
        clock.time++;
      }
      expect(await limits.get('kept')).toEqual({ total: 7, resetsInMs: 9400 });
    });
  });
}
