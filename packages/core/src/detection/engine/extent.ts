import { ASSIGNMENT_REACH } from './assignment.ts';
import { LONGEST_WORD, MAX_CONTEXT_WINDOW } from './context.ts';
import { MAX_MATCH_LENGTH } from './pattern.ts';
import type { Ground } from './rule-runner.ts';

/** From a place in a reading to the place in the text itself; never decreases. */
export type SourceOf = (at: number) => number;

/**
 * How far apart, in the text itself, two places may be that have to do with one another: a value in disguise, with
 * its name and the words around it, is found if it takes up no more than this on each side of its anchor.
 * This bounds what a stream holds back. UTF-16 code units.
 */
export const MOST_IN_DISGUISE = 32_768;

/** After a hit, no attempt looks further than this. */
const LONGEST_REACH = MAX_MATCH_LENGTH + ASSIGNMENT_REACH + MAX_CONTEXT_WINDOW + LONGEST_WORD;

/** Whether places of a reading that have to do with one another can be too far apart. O(log length). */
export function isSpread(sourceOf: SourceOf, length: number): boolean {
  if (length === 0) return false;
  const added = sourceOf(length - 1) - sourceOf(0) - length;
  return LONGEST_REACH + added > MOST_IN_DISGUISE;
}

/**
 * The first place of a reading after `at` that is too far from it; Infinity if there is none yet.
 * O(log length) look-ups.
 *
 * @param length how much of the reading is known
 */
export function tooFarAfter(sourceOf: SourceOf, at: number, length: number): number {
  const most = sourceOf(at) + MOST_IN_DISGUISE;
  if (length === 0 || sourceOf(length - 1) <= most) return Infinity;
  let near = at;
  let far = length - 1;
  while (near + 1 < far) {
    const middle = (near + far) >> 1;
    if (sourceOf(middle) > most) far = middle;
    else near = middle;
  }
  return far;
}

/** The first place of a reading before `at`, from `from` on, that is not too far from it. O(log length) look-ups. */
export function nearBefore(sourceOf: SourceOf, at: number, from: number): number {
  const least = sourceOf(at) - MOST_IN_DISGUISE;
  if (from >= at || sourceOf(from) >= least) return from;
  let far = from;
  let near = at;
  while (far + 1 < near) {
    const middle = (far + near) >> 1;
    if (sourceOf(middle) >= least) near = middle;
    else far = middle;
  }
  return near;
}

/**
 * The text as a hit may see it: it ends where what is too far begins.
 *
 * @param gone how much of the reading lies before the ground
 */
export function groundNear(ground: Ground, sourceOf: SourceOf, gone: number, hit: number): Ground {
  const { text, number } = ground;
  const reach = Math.min(gone + hit + LONGEST_REACH, gone + text.length - 1);
  if (sourceOf(reach) <= sourceOf(gone + hit) + MOST_IN_DISGUISE) return ground;
  const far = tooFarAfter(sourceOf, gone + hit, gone + text.length) - gone;
  if (far >= text.length) return ground;
  // What is remembered of the whole ground does not hold for a part of it.
  const ownNumber = number + (far + 1) / 2 ** 32;
  return { ...ground, text: text.slice(0, far), complete: true, number: ownNumber };
}
