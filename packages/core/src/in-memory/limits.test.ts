import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { MemoryLimitStore } from './limits.ts';

function storeOf(capacity?: number) {
  const time = { now: 0 };
  return { time, store: new MemoryLimitStore({ monotonic: () => time.now }, capacity) };
}

describe('a counter in a window', () => {
  test('begins with the first points and ends so much later, whatever is added meanwhile', () => {
    const { store, time } = storeOf();
    expect(store.get('a')).toBeUndefined();
    expect(store.add('a', 2, 1000)).toEqual({ total: 2, resetsInMs: 1000 });
    time.now = 999;
    expect(store.add('a', 1, 1000)).toEqual({ total: 3, resetsInMs: 1 });
    expect(store.get('a')).toEqual({ total: 3, resetsInMs: 1 });
    time.now = 1000;
    expect(store.get('a')).toBeUndefined();
    expect(store.add('a', 1, 500)).toEqual({ total: 1, resetsInMs: 500 });
  });

  test('gives points back, never below 0, and begins no window with that', () => {
    const { store } = storeOf();
    expect(store.add('a', -1, 1000)).toEqual({ total: 0, resetsInMs: 0 });
    expect(store.get('a')).toBeUndefined();
    store.add('a', 2, 1000);
    expect(store.add('a', -1, 1000).total).toBe(1);
    expect(store.add('a', -5, 1000).total).toBe(0);
  });

  test('ends when it is deleted', () => {
    const { store, time } = storeOf();
    store.add('a', 1, 1000);
    expect(store.delete('a')).toBe(true);
    expect(store.delete('a')).toBe(false);
    expect(store.get('a')).toBeUndefined();
    store.add('a', 1, 1000);
    time.now = 1000;
    expect(store.delete('a')).toBe(false);
  });

  test('past the capacity ended windows go first, and take no points along', () => {
    const { store, time } = storeOf(3);
    store.add('old', 1, 10_000);
    store.add('used', 1, 10_000);
    store.add('short', 5, 10);
    time.now = 10;
    expect(store.add('new', 1, 10_000)).toEqual({ total: 1, resetsInMs: 10_000 });
    expect(['old', 'used', 'new'].map((key) => store.get(key)?.total)).toEqual([1, 1, 1]);
  });
});

describe('more windows than there is room for', () => {
  test('of the group with the most, the one with the fewest points goes; new ones begin with them', () => {
    const { store } = storeOf(4);
    store.add('a/1', 1, 1000);
    store.add('b/1', 3, 1000);
    store.add('b/2', 2, 1000);
    store.add('b/3', 3, 1000);
    expect(store.add('b/4', 1, 1000)).toEqual({ total: 3, resetsInMs: 1000, uncertain: 2 });
    expect(store.get('b/2')).toBeUndefined();
    expect(store.add('b/2', 1, 1000).total).toBeGreaterThanOrEqual(3);
    expect(store.get('a/1')).toEqual({ total: 1, resetsInMs: 1000 });
    expect(store.add('a/2', 1, 1000)).toEqual({ total: 1, resetsInMs: 1000 });
  });

  test('a flood of new keys changes no count of another group, and forgets none of its own', () => {
    const { store, time } = storeOf(100);
    store.add('victim/calls', 7, 60_000);
    store.add('flooder/calls', 9, 60_000);
    for (let index = 0; index < 5000; index++) store.add(`flooder/${String(index)}`, 1, 60_000);
    time.now = 59_999;
    expect(store.add('victim/calls', 1, 60_000)).toEqual({ total: 8, resetsInMs: 1 });
    expect(store.add('victim/new', 1, 60_000).total).toBe(1);
    expect(store.add('flooder/calls', 1, 60_000).total).toBeGreaterThanOrEqual(10);
  });

  test('what a new window begins with is gone when what went would have ended', () => {
    const { store, time } = storeOf(1);
    store.add('a', 1, 1000);
    expect(store.add('b', 1, 10).uncertain).toBe(1);
    time.now = 999;
    expect(store.add('c', 1, 10).uncertain).toBe(1);
    time.now = 1000;
    store.delete('c');
    expect(store.add('d', 1, 10)).toEqual({ total: 1, resetsInMs: 10 });
  });

  test('groups without number count no less, and hardly more for those who are not new', () => {
    const { store } = storeOf(1000);
    for (const key of ['old/1', 'old/2', 'old/3']) store.add(key, 5, 1000);
    for (let round = 0; round < 3; round++) {
      for (let index = 0; index < 3000; index++) {
        const { total } = store.add(`group-${String(index)}/calls`, 1, 1000);
        expect(total).toBeGreaterThan(round);
        expect(total).toBeLessThan(20);
      }
    }
    for (const key of ['old/1', 'old/2', 'old/3']) {
      const { total } = store.add(key, 1, 1000);
      expect(total).toBeGreaterThanOrEqual(6);
      expect(total).toBeLessThan(20);
    }
  });
});

interface Naive {
  total: number;
  endsAt: number;
}

/** As many windows as there are keys, looked through from end to end. */
class NaiveStore {
  readonly windows = new Map<string, Naive>();

  running(key: string, now: number): Naive | undefined {
    const found = this.windows.get(key);
    return found === undefined || found.endsAt <= now ? undefined : found;
  }

  add(key: string, points: number, windowMs: number, now: number): number {
    const running = this.running(key, now);
    if (running !== undefined) {
      running.total = Math.max(0, running.total + points);
      return running.total;
    }
    if (points < 0) return 0;
    this.windows.set(key, { total: points, endsAt: now + windowMs });
    return points;
  }
}

const KEYS = ['a/1', 'a/2', 'b/1', '__proto__', ''];

const step = fc.record({
  kind: fc.constantFrom('add', 'add', 'get', 'delete'),
  key: fc.constantFrom(...KEYS),
  points: fc.integer({ min: -2, max: 3 }),
  windowMs: fc.constantFrom(1, 10, 25),
  later: fc.integer({ min: 0, max: 12 }),
});

test('counts as a plain list of windows does, whatever comes in whatever order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { store, time } = storeOf(KEYS.length);
      const naive = new NaiveStore();
      for (const { kind, key, points, windowMs, later } of steps) {
        time.now += later;
        if (kind === 'add') {
          const { total } = store.add(key, points, windowMs);
          expect(total).toBe(naive.add(key, points, windowMs, time.now));
        } else if (kind === 'get') {
          const found = naive.running(key, time.now);
          expect(store.get(key)).toEqual(
            found && { total: found.total, resetsInMs: found.endsAt - time.now },
          );
        } else {
          expect(store.delete(key)).toBe(naive.running(key, time.now) !== undefined);
          naive.windows.delete(key);
        }
      }
    }),
  );
});

test('counts no less than a plain list of windows does, in however little room', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 80 }),
      fc.integer({ min: 1, max: 4 }),
      (steps, capacity) => {
        const { store, time } = storeOf(capacity);
        const naive = new NaiveStore();
        for (const { key, points, later } of steps) {
          time.now += later;
          const added = Math.abs(points);
          const windowMs = 5 + 10 * KEYS.indexOf(key);
          const { total, uncertain = 0 } = store.add(key, added, windowMs);
          expect(total).toBeGreaterThanOrEqual(naive.add(key, added, windowMs, time.now));
          expect(uncertain).toBeLessThanOrEqual(total);
        }
      },
    ),
  );
});
