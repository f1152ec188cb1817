/**
 * Sets of characters as sorted, disjoint, inclusive ranges of code points, flat: `[from, to, from, to, …]`.
 * A set may hold more than the class it stands for, never less: what is proved of it holds for the class.
 */
export type CharSet = readonly number[];

const LAST = 0x10ffff;

export const NO_CHARS: CharSet = [];
export const ALL_CHARS: CharSet = [0, LAST];
export const DIGITS: CharSet = [0x30, 0x39];
export const WORD_CHARS: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
/** ECMAScript's `\s`. */
export const SPACES: CharSet = [
  0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f,
  0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff,
];
export const LINE_ENDS: CharSet = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029];
/** Everything past ASCII. */
export const NON_ASCII: CharSet = [0x80, LAST];

/** The union of any number of sets, in whatever order their ranges come. O(r log r) in their ranges. */
export function unionOf(sets: readonly CharSet[]): CharSet {
  if (sets.length === 1 && sets[0] !== undefined) return sets[0];
  // Most are one and the same.
  const distinct = new Set(sets);
  const [first = NO_CHARS] = sets;
  if (distinct.size <= 1) return first;
  const ranges: (readonly [number, number])[] = [];
  for (const set of distinct) {
    for (let at = 0; at + 1 < set.length; at += 2) ranges.push([set[at] ?? 0, set[at + 1] ?? 0]);
  }
  ranges.sort((left, right) => left[0] - right[0]);
  const out: number[] = [];
  for (const [from, to] of ranges) {
    const last = out.length - 1;
    const end = out[last];
    if (end !== undefined && from <= end + 1) out[last] = Math.max(end, to);
    else out.push(from, to);
  }
  return out;
}

/** Every code point that the set lacks. O(r). */
export function complementOf(set: CharSet): CharSet {
  const out: number[] = [];
  let next = 0;
  for (let at = 0; at + 1 < set.length; at += 2) {
    const from = set[at] ?? 0;
    if (from > next) out.push(next, from - 1);
    next = (set[at + 1] ?? 0) + 1;
  }
  if (next <= LAST) out.push(next, LAST);
  return out;
}

/** Whether two sets share a code point. O(r). */
export function intersects(left: CharSet, right: CharSet): boolean {
  let at = 0;
  let other = 0;
  while (at + 1 < left.length && other + 1 < right.length) {
    if ((left[at + 1] ?? 0) < (right[other] ?? 0)) at += 2;
    else if ((right[other + 1] ?? 0) < (left[at] ?? 0)) other += 2;
    else return true;
  }
  return false;
}

/** Whether a set holds a code point. */
export function hasChar(set: CharSet, code: number): boolean {
  for (let at = 0; at + 1 < set.length; at += 2) {
    if (code < (set[at] ?? 0)) return false;
    if (code <= (set[at + 1] ?? 0)) return true;
  }
  return false;
}

/**
 * The set with the other case of its letters. Exact for ASCII; a set with anything past ASCII gets all
 * of it. With the flag `u` the two letters that fold into ASCII (ſ, K) count as s and k.
 */
export function foldCase(set: CharSet, unicode: boolean): CharSet {
  const more: CharSet[] = [set];
  for (let at = 0; at + 1 < set.length; at += 2) {
    const from = set[at] ?? 0;
    const to = set[at + 1] ?? 0;
    const upper = [Math.max(from, 0x41), Math.min(to, 0x5a)] as const;
    const lower = [Math.max(from, 0x61), Math.min(to, 0x7a)] as const;
    if (upper[0] <= upper[1]) more.push([upper[0] + 32, upper[1] + 32]);
    if (lower[0] <= lower[1]) more.push([lower[0] - 32, lower[1] - 32]);
    if (to > 0x7f) more.push(NON_ASCII);
  }
  const folded = unionOf(more);
  if (!unicode) return folded;
  const extra: CharSet[] = [folded];
  if (hasChar(folded, 0x6b)) extra.push([0x212a, 0x212a]);
  if (hasChar(folded, 0x73)) extra.push([0x17f, 0x17f]);
  if (hasChar(folded, 0x212a)) extra.push([0x4b, 0x4b, 0x6b, 0x6b]);
  if (hasChar(folded, 0x17f)) extra.push([0x53, 0x53, 0x73, 0x73]);
  return unionOf(extra);
}
