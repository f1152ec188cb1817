import { describe, expect, test } from '@jest/globals';
import { MemoryPseudonymStore } from './pseudonyms.ts';

const HERE = { tenantId: 'acme', sessionId: 's-1' };
const LIMITS = { ttlMs: 1000, maxPerSession: 3 };

function storeOf(capacity?: number) {
  const time = { now: 0 };
  const clock = { now: () => time.now, monotonic: () => time.now };
  return { time, store: new MemoryPseudonymStore(clock, capacity) };
}

const entries = (...names: string[]) => new Map(names.map((name) => [name, `value of ${name}`]));

describe('the pseudonyms of a session in memory', () => {
  test('are known in that session of that tenant alone', () => {
    const { store } = storeOf();
    expect(store.put(HERE, entries('a', 'b'), LIMITS)).toEqual([]);
    expect(store.get(HERE, ['a', 'x'])).toEqual(new Map([['a', 'value of a']]));
    expect(store.all(HERE).size).toBe(2);
    for (const other of [
      { ...HERE, tenantId: 'other' },
      { ...HERE, sessionId: 's-2' },
      { tenantId: 'acme","s', sessionId: '-1' },
    ]) {
      expect(store.get(other, ['a']).size).toBe(0);
      expect(store.all(other).size).toBe(0);
    }
  });

  test('keep their value when another one comes for it', () => {
    const { store } = storeOf();
    store.put(HERE, entries('a'), LIMITS);
    expect(store.put(HERE, new Map([['a', 'another']]), LIMITS)).toEqual(['a']);
    expect(store.put(HERE, entries('a'), LIMITS)).toEqual([]);
    expect(store.get(HERE, ['a']).get('a')).toBe('value of a');
  });

  test('are forgotten so long after the last use', () => {
    const { store, time } = storeOf();
    store.put(HERE, entries('a'), LIMITS);
    time.now = 999;
    expect(store.get(HERE, ['a']).size).toBe(1);
    time.now = 1998;
    expect(store.all(HERE).size).toBe(1);
    time.now = 2998;
    expect(store.get(HERE, ['a']).size).toBe(0);
    expect(store.all(HERE).size).toBe(0);
  });

  test('past the limit of a session the least recently used go', () => {
    const { store } = storeOf();
    store.put(HERE, entries('a', 'b', 'c'), LIMITS);
    store.get(HERE, ['a']);
    store.put(HERE, entries('d'), LIMITS);
    expect([...store.all(HERE).keys()].sort()).toEqual(['a', 'c', 'd']);
  });

  test('past the capacity the least recently used sessions go, and what they held is counted off', () => {
    const { store } = storeOf(4);
    const session = (sessionId: string) => ({ ...HERE, sessionId });
    store.put(session('1'), entries('a', 'b'), LIMITS);
    store.put(session('2'), entries('a', 'b'), LIMITS);
    store.get(session('1'), ['a']);
    store.put(session('3'), entries('a'), LIMITS);
    expect(['1', '2', '3'].map((id) => store.all(session(id)).size)).toEqual([2, 0, 1]);
    store.put(session('4'), entries('a'), LIMITS);
    expect(['1', '3', '4'].map((id) => store.all(session(id)).size)).toEqual([2, 1, 1]);
  });
});
