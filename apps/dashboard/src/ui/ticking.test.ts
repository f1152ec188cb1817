import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ticking } from './ticking.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('all hear of the same tick, and none after the end', () => {
  const subscribe = ticking(500);
  const heard: string[] = [];
  const ends = ['a', 'b'].map((name) => subscribe(() => heard.push(name)));
  expect(jest.getTimerCount()).toBe(1);
  jest.advanceTimersByTime(500);
  expect(heard).toEqual(['a', 'b']);
  ends[0]?.();
  jest.advanceTimersByTime(500);
  expect(heard).toEqual(['a', 'b', 'b']);
  ends[1]?.();
  expect(jest.getTimerCount()).toBe(0);
});

test('goes on for who comes after the last has gone', () => {
  const subscribe = ticking(500);
  subscribe(() => undefined)();
  const heard = jest.fn();
  const end = subscribe(heard);
  jest.advanceTimersByTime(1000);
  expect(heard).toHaveBeenCalledTimes(2);
  end();
});
