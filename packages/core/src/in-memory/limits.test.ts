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

  test('past the capacity ended windows go first, then the least recently used', () => {
    const { store, time } = storeOf(3);
    store.add('old', 1, 10_000);
    store.add('used', 1, 10_000);
    store.add('short', 1, 10);
    time.now = 10;
    store.add('new', 1, 10_000);
    expect(store.get('old')?.total).toBe(1);
    store.get('new');
    store.get('old');
    store.add('newest', 1, 1000);
    expect(store.get('used')).toBeUndefined();
    expect(['old', 'new', 'newest'].map((key) => store.get(key)?.total)).toEqual([1, 1, 1]);
  });
});

interface Naive {
  total: number;
  endsAt: number;
}

/** Windows, the least recently used first, looked through from end to end. */
class NaiveStore {
  readonly windows = new Map<string, Naive>();
  readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  use(key: string, now: number): Naive | undefined {
    const found = this.windows.get(key);
    this.windows.delete(key);
    if (found === undefined || found.endsAt <= now) return undefined;
    this.windows.set(key, found);
    return found;
  }

  add(key: string, points: number, windowMs: number, now: number): number {
    const running = this.use(key, now);
    if (running !== undefined) {
      running.total = Math.max(0, running.total + points);
      return running.total;
    }
    if (points < 0) return 0;
    if (this.windows.size >= this.capacity) {
      for (const [other, { endsAt }] of this.windows) {
        if (endsAt <= now) this.windows.delete(other);
      }
    }
    for (const oldest of this.windows.keys()) {
      if (this.windows.size < this.capacity) break;
      this.windows.delete(oldest);
    }
    this.windows.set(key, { total: points, endsAt: now + windowMs });
    return points;
  }
}

test('counts as a plain list of windows does, whatever comes in whatever order', () => {
  const step = fc.record({
    kind: fc.constantFrom('add', 'add', 'get', 'delete'),
    key: fc.constantFrom('a', 'b', 'c', '__proto__', ''),
    points: fc.integer({ min: -2, max: 3 }),
    windowMs: fc.constantFrom(1, 10, 25),
    later: fc.integer({ min: 0, max: 12 }),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      (steps, capacity) => {
        const { store, time } = storeOf(capacity);
        const naive = new NaiveStore(capacity);
        for (const { kind, key, points, windowMs, later } of steps) {
          time.now += later;
          if (kind === 'add') {
            const { total } = store.add(key, points, windowMs);
            expect(total).toBe(naive.add(key, points, windowMs, time.now));
          } else if (kind === 'get') {
            const found = naive.use(key, time.now);
            expect(store.get(key)).toEqual(
              found && { total: found.total, resetsInMs: found.endsAt - time.now },
            );
          } else {
            expect(store.delete(key)).toBe(naive.use(key, time.now) !== undefined);
            naive.windows.delete(key);
          }
        }
      },
    ),
  );
});
