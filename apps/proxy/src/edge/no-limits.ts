import type { EdgeLimits, Entered } from './limits.ts';

const ENTERED: Entered = { headers: {}, actFor: () => undefined, leave: () => undefined };

/** Bounds nothing. */
export const NO_LIMITS: EdgeLimits = {
  knock: () => undefined,
  refused: () => undefined,
  enter: () => ENTERED,
};
