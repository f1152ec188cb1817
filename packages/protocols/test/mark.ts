import type { PartKind, Speaker, Unscanned } from '../src/index.ts';

/** A string that has to be found as content of this kind. */
export const found = (kind: PartKind, role: Speaker): string => `<<${kind}|${role}>>`;

/** A string that has to be told as unscanned, and why. */
export const not = (why: Unscanned['why']): string => `<<unscanned|${why}>>`;
