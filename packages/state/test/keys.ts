import type { MemoryKeys } from '../src/index.ts';

/** Keys that encrypt what a test keeps. */
export const KEYS: MemoryKeys = {
  current: { id: 'k1', key: new Uint8Array(32).fill(1) },
  previous: [],
};
