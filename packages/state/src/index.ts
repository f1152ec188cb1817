/** The stores of SafeAI's core on SQLite. Any export added here becomes public API: named exports only. */
export { openState, type State, type StateOptions } from './open-state.ts';
export type { MemoryKey, MemoryKeys } from './memory-keys.ts';
export type { Stores } from './stores.ts';

/** The version of @safeai/state. */
export const VERSION = '0.1.0';
