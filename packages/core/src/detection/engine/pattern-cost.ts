import { ALL_CHARS, type CharSet, intersects, unionOf } from './char-set.ts';
import {
  differenceDepth,
  type Head,
  HEAD_PLACES,
  headsAgree,
  headsOf,
  headsOfItems,
  joinHeads,
} from './pattern-heads.ts';
import { mirror, type PatternNode } from './pattern-node.ts';

/** Upper bounds on what a backtracking matcher does with a node at one place of any text. */
interface Effort {
  /** Steps to go through every way in which the node can match, what follows it not counted. */
  readonly steps: number;
  /** How often what follows the node is tried. */
  readonly tries: number;
  /** How many of those tries get past their head. */
  readonly ways: number;
}

/** What comes after a node: the ways in which it can begin; none at all when nothing comes. */
type Follow = readonly Head[];

/**
 * The most steps that one attempt to match can take, on any text. Where the characters to come decide
 * whether a repeat or a choice goes on, there is one way; everywhere else the ways multiply, so that an
 * ambiguous pattern such as `(a|a){1,30}` shows as the huge number that it would really take.
 */
export function worstCaseSteps(node: PatternNode): number {
  const rough = roughSteps(node);
  return rough <= ROUGH_ENOUGH ? rough : effortOf(node, []).steps;
}

/** Up to here the rough bound serves. */
const ROUGH_ENOUGH = 1024;

/**
 * A bound found in one pass over the pattern, as if everything were ambiguous. Good enough for the many
 * patterns that have little choice; never below the true number of steps.
 */
export function roughSteps(node: PatternNode): number {
  return roughly(node).steps;
}

function roughly(node: PatternNode): { readonly steps: number; readonly ways: number } {
  switch (node.kind) {
    case 'chars':
      return { steps: 1, ways: 1 };
    case 'test':
      return { steps: node.test.is === 'look' ? 1 + roughly(node.test.node).steps : 1, ways: 1 };
    case 'sequence': {
      let steps = 1;
      let ways = 1;
      for (const item of node.items) {
        const one = roughly(item);
        steps += ways * one.steps;
        ways *= one.ways;
      }
      return { steps, ways };
    }
    case 'choice': {
      const options = node.options.map(roughly);
      return {
        steps: options.reduce((sum, option) => sum + option.steps, 1),
        ways: options.reduce((sum, option) => sum + option.ways, 0),
      };
    }
    case 'repeat':
      return roughRepeat(node);
  }
}

function roughRepeat(node: Extract<PatternNode, { kind: 'repeat' }>): {
  steps: number;
  ways: number;
} {
  const { item, from, to } = node;
  if (item.kind === 'chars') return { steps: 2 * to + 1, ways: to - from + 1 };
  const inner = roughly(item);
  let steps = 1;
  let ways = from === 0 ? 1 : 0;
  let reached = 1;
  for (let count = 1; count <= to && steps <= ROUGH_ENOUGH; count++) {
    steps += reached * (inner.steps + 1);
    reached *= inner.ways;
    if (count >= from) ways += reached;
  }
  return { steps, ways };
}

function effortOf(node: PatternNode, follow: Follow): Effort {
  switch (node.kind) {
    case 'chars':
      return { steps: 1, tries: 1, ways: 1 };
    case 'test':
      return { steps: lookSteps(node), tries: 1, ways: 1 };
    case 'sequence':
      return sequenceEffort(node.items, follow);
    case 'choice':
      return choiceEffort(node.options, follow);
    case 'repeat':
      return node.item.kind === 'chars'
        ? runEffort(node.item.set, node, follow)
        : repeatEffort(node, follow);
  }
}

function lookSteps(node: Extract<PatternNode, { kind: 'test' }>): number {
  const { test } = node;
  if (test.is !== 'look') return 1;
  return 1 + worstCaseSteps(test.behind ? mirror(test.node) : test.node);
}

function sequenceEffort(items: readonly PatternNode[], follow: Follow): Effort {
  let rest: Effort = { steps: 0, tries: 1, ways: 1 };
  // What a try of the rest costs that ends at its first character.
  let shortFailure = 1;
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item === undefined) continue;
    const branches = item.kind !== 'chars' && item.kind !== 'test';
    const effort = effortOf(item, branches ? headsOfItems(items, index + 1, follow) : []);
    rest = {
      steps: effort.steps + effort.ways * rest.steps + effort.tries * shortFailure,
      tries: effort.ways * rest.tries + effort.tries,
      ways: effort.ways * rest.ways,
    };
    shortFailure = failureSteps(item) + (item.min === 0 ? shortFailure : 0);
  }
  return rest;
}

/** What a try costs that ends at the first character. */
function failureSteps(node: PatternNode): number {
  switch (node.kind) {
    case 'chars':
      return 1;
    case 'test':
      return lookSteps(node);
    case 'repeat':
      return 1 + failureSteps(node.item);
    case 'choice':
      return node.options.reduce((steps, option) => steps + failureSteps(option), 1);
    case 'sequence': {
      let steps = 0;
      for (const item of node.items) {
        steps += failureSteps(item);
        if (item.min > 0) break;
      }
      return steps;
    }
  }
}

/**
 * A run of one set, `[a-z]{2,9}`. Two of its ends can both be followed by what must follow only if the
 * heads agree at that distance and the characters between them are in the set.
 */
function runEffort(
  set: CharSet,
  run: { readonly from: number; readonly to: number },
  follow: Follow,
): Effort {
  const ends = run.to - run.from + 1;
  const inside = follow.some((head) => head.sets[0] === undefined || intersects(set, head.sets[0]));
  if (ends === 1 || !inside) return { steps: run.to, tries: ends, ways: 1 };
  const distance = shortestDistance(set, follow);
  return {
    steps: run.to + ends * Math.max(...follow.map((head) => head.sets.length)),
    tries: ends,
    ways: 1 + Math.floor((ends - 1) / distance),
  };
}

function shortestDistance(set: CharSet, follow: Follow): number {
  for (let distance = 1; distance <= HEAD_PLACES; distance++) {
    const possible = follow.filter((head) =>
      head.sets.slice(0, distance).every((place) => intersects(set, place)),
    );
    if (possible.length === 0) return Infinity;
    if (headsAgree(possible, follow, distance)) return distance;
  }
  return HEAD_PLACES;
}

/** Only those options match at one place whose heads, with what follows, agree with one another's. */
function choiceEffort(options: readonly PatternNode[], follow: Follow): Effort {
  const efforts = options.map((option) => effortOf(option, follow));
  const heads = options.map((option) => joinHeads(headsOf(option), follow));
  const firsts = heads.map((each) => unionOf(each.map(({ sets }) => sets[0] ?? ALL_CHARS)));
  let ways = 1;
  let tries = 1;
  let steps = options.length;
  efforts.forEach((effort, index) => {
    steps += effort.steps;
    let together = 0;
    let triedTogether = 0;
    let depth = 0;
    efforts.forEach((other, otherIndex) => {
      if (!intersects(firsts[index] ?? ALL_CHARS, firsts[otherIndex] ?? ALL_CHARS)) return;
      const [left, right] = [heads[index] ?? [], heads[otherIndex] ?? []];
      if (headsAgree(left, right)) {
        together += other.ways;
        triedTogether += other.tries;
      } else {
        depth = Math.max(depth, differenceDepth(left, right));
      }
    });
    // An option shorter than the place of difference fails only in what follows it.
    steps += effort.tries * Math.max(0, depth - (options[index]?.min ?? 0));
    ways = Math.max(ways, together);
    tries = Math.max(tries, triedTogether);
  });
  return { steps, tries, ways };
}

function repeatEffort(node: Extract<PatternNode, { kind: 'repeat' }>, follow: Follow): Effort {
  const { item, from, to } = node;
  const again = headsOf(item);
  const inner = effortOf(item, to > 1 ? [...again, ...follow] : follow);
  const decided = item.min > 0 && !headsAgree(again, follow);
  const late = decided ? differenceDepth(again, follow) : 0;
  let steps = 0;
  let tries = from === 0 ? 1 : 0;
  let ways = from === 0 ? 1 : 0;
  let reached = 1;
  for (let count = 1; count <= to; count++) {
    steps += reached * (inner.steps + inner.tries * (1 + late));
    if (count >= from) tries += reached * inner.tries;
    reached *= inner.ways;
    if (count >= from) ways += reached;
    if (steps > Number.MAX_SAFE_INTEGER)
      return { steps: Infinity, tries: Infinity, ways: Infinity };
  }
  return { steps, tries, ways: decided && inner.ways === 1 ? 1 : ways };
}
