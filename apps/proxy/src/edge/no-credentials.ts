import type { Credentials } from './caller.ts';

/** Knows nobody. */
export const NO_CREDENTIALS: Credentials = {
  ofKey: () => Promise.resolve(null),
  ofBearer: () => undefined,
  ofSession: () => Promise.resolve(null),
};
