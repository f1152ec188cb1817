import type { Clock } from '@safeai/core';
import type { Stores } from '../stores.ts';

/** What the contract expects of a value. */
export interface Matchers {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
}

/** The test framework: Jest's functions, or any with the same faces. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly test: (name: string, body: () => Promise<void>) => void;
  readonly expect: (actual: unknown) => Matchers;
}

/** Where the stores under test come from. */
export interface StoreFactory {
  /** New and empty stores on this clock; those made before may be closed. */
  make(clock: Clock): Stores | Promise<Stores>;
  /** The stores of the last `make` as another process, or a restarted one, sees them. Absent where nothing lasts. */
  reopen?(): Stores | Promise<Stores>;
}

/** A clock that stands still until it is set. */
export interface TestClock extends Clock {
  time: number;
}

/** Starts at a time that is no round number. */
export function testClock(): TestClock {
  const clock = { time: 1_763_780_000_123, now: () => clock.time, monotonic: () => clock.time };
  return clock;
}

/** Names that trip up what builds queries, paths or objects out of them. */
export const ODD_NAMES: readonly string[] = [
  "o'clock",
  'say "x"; DROP TABLE approvals; --',
  'a\0b',
  'a\0c',
  '👩‍👩‍👧',
  'é',
  'e\u0301',
  '\ud800',
  '\udfff',
  '__proto__',
  'constructor',
  '%',
  '_',
  '*',
  ' ',
  'x'.repeat(256),
];
