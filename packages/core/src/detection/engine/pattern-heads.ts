import { type CharSet, intersects, NO_CHARS, unionOf } from './char-set.ts';
import type { PatternNode } from './pattern-node.ts';

/**
 * One way in which a match can begin: the set that each of its first characters is in. An open head is
 * complete, so that what comes after it goes on; of a closed one no more is known.
 */
export interface Head {
  readonly sets: readonly CharSet[];
  readonly open: boolean;
}

/** Places that a head goes to. */
export const HEAD_PLACES = 24;

/** Heads that are told apart before they are summed up, if nothing else is said. */
const MAX_HEADS = 12;

/** Counts of a repeat that are told apart. */
const MAX_COUNTS = 3;

const EMPTY: readonly Head[] = [{ sets: [], open: true }];

const known = new WeakMap<PatternNode, readonly Head[]>();

/** Every way in which a match of `node` can begin. Any match agrees with one of them. */
export function headsOf(node: PatternNode): readonly Head[] {
  let heads = known.get(node);
  if (heads === undefined) {
    heads = makeHeads(node, MAX_HEADS);
    known.set(node, heads);
  }
  return heads;
}

/** The same, with up to `most` heads told apart. Not remembered. */
export function manyHeadsOf(node: PatternNode, most: number): readonly Head[] {
  return makeHeads(node, most);
}

function makeHeads(node: PatternNode, most: number): readonly Head[] {
  switch (node.kind) {
    case 'chars':
      return [{ sets: [node.set], open: node.max === 1 }];
    case 'test':
      return EMPTY;
    case 'sequence':
      return headsOfItems(node.items, 0, [], most);
    case 'choice': {
      const heads = node.options.flatMap((option) => headsWithin(option, most));
      return heads.length <= most ? heads : [summary(heads)];
    }
    case 'repeat':
      return repeatHeads(node, most);
  }
}

function headsWithin(node: PatternNode, most: number): readonly Head[] {
  return most === MAX_HEADS ? headsOf(node) : makeHeads(node, most);
}

/** The ways in which the items from `start` on can begin, and after them `follow`. */
export function headsOfItems(
  items: readonly PatternNode[],
  start: number,
  follow: readonly Head[],
  most = MAX_HEADS,
): readonly Head[] {
  let heads = EMPTY;
  let index = start;
  while (index < items.length && heads.some((head) => head.open)) {
    const sets: CharSet[] = [];
    // Characters in a row are taken at once.
    for (
      let item = items[index];
      item !== undefined && sets.length < HEAD_PLACES;
      item = items[index]
    ) {
      if (item.kind === 'chars' && item.max === 1) sets.push(item.set);
      else if (item.kind !== 'test') break;
      index++;
    }
    if (sets.length > 0)
      heads = joinHeads(heads, [{ sets, open: sets.length < HEAD_PLACES }], most);
    const next = items[index];
    if (next !== undefined && heads.some((head) => head.open))
      heads = joinHeads(heads, headsWithin(next, most), most);
    index++;
  }
  return joinHeads(heads, follow, most);
}

function repeatHeads(
  node: Extract<PatternNode, { kind: 'repeat' }>,
  most: number,
): readonly Head[] {
  const item = headsWithin(node.item, most);
  const all: Head[] = [];
  let run = EMPTY;
  const last = Math.min(node.to, node.from + MAX_COUNTS);
  for (let count = 0; count <= last; count++) {
    if (count >= node.from) {
      // The last count told apart stands for every higher one too.
      const more = count === last && node.to > last;
      all.push(...(more ? run.map(({ sets }) => ({ sets, open: false })) : run));
    }
    if (count < last && run.some((head) => head.open)) run = joinHeads(run, item, most);
  }
  return all.length <= most ? all : [summary(all)];
}

/** What begins with one of `heads` and goes on with one of `next`. No `next` at all: nothing follows. */
export function joinHeads(
  heads: readonly Head[],
  next: readonly Head[],
  most = MAX_HEADS,
): readonly Head[] {
  if (next.length === 0) return heads;
  const joined: Head[] = [];
  for (const head of heads) {
    if (!head.open) joined.push(head);
    else if (head.sets.length >= HEAD_PLACES) joined.push({ sets: head.sets, open: false });
    else {
      for (const tail of next) {
        joined.push({ sets: [...head.sets, ...tail.sets].slice(0, HEAD_PLACES), open: tail.open });
      }
    }
  }
  return joined.length <= most ? joined : [summary(joined)];
}

/** One closed head that all of them agree with: their union, as far as the shortest goes. */
function summary(heads: readonly Head[]): Head {
  const places = Math.min(...heads.map((head) => head.sets.length));
  const sets: CharSet[] = [];
  for (let place = 0; place < places; place++) {
    sets.push(unionOf(heads.map((head) => head.sets[place] ?? NO_CHARS)));
  }
  return { sets, open: false };
}

/** Whether some text begins with a head of the one and, `shift` characters on, with one of the other. */
export function headsAgree(left: readonly Head[], right: readonly Head[], shift = 0): boolean {
  return left.some((head) =>
    right.some((other) => firstDifference(head.sets, other.sets, shift) === -1),
  );
}

/** The farthest place at which a head of the one turns out to differ from one of the other; 0 if at the first. */
export function differenceDepth(left: readonly Head[], right: readonly Head[]): number {
  let depth = 0;
  for (const head of left) {
    for (const other of right) depth = Math.max(depth, firstDifference(head.sets, other.sets, 0));
  }
  return depth;
}

/** The first place at which no character fits both, or -1. */
function firstDifference(
  left: readonly CharSet[],
  right: readonly CharSet[],
  shift: number,
): number {
  const shared = Math.min(left.length - shift, right.length);
  for (let place = 0; place < shared; place++) {
    if (!intersects(left[place + shift] ?? NO_CHARS, right[place] ?? NO_CHARS)) return place;
  }
  return -1;
}
