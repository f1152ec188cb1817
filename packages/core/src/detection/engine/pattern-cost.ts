import { type CharSet, intersects, NO_CHARS, unionOf } from './char-set.ts';
import { firstOf, fixedHead, mirror, type PatternNode } from './pattern-node.ts';

/** Upper bounds on what a backtracking matcher does with a node at one place of any text. */
interface Effort {
  /** Steps to go through every way in which the node can match. */
  readonly steps: number;
  /** How often what follows the node is tried. */
  readonly tries: number;
  /** How many of those tries get past their first character. */
  readonly ways: number;
}

/**
 * The most steps that one attempt to match can take, on any text. Where the next character decides
 * whether a repeat or a choice goes on, there is one way; everywhere else the ways multiply, so that
 * an ambiguous pattern such as `(a|a){1,30}` shows as the huge number that it would really take.
 */
export function worstCaseSteps(node: PatternNode): number {
  return effortOf(node, NO_CHARS).steps;
}

/** @param follow the characters with which whatever comes after the node can begin */
function effortOf(node: PatternNode, follow: CharSet): Effort {
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
      return node.item.kind === 'chars' ? runEffort(node.item.set, node, follow) : repeatEffort(node, follow);
  }
}

function lookSteps(node: Extract<PatternNode, { kind: 'test' }>): number {
  if (node.look === undefined) return 1;
  return 1 + worstCaseSteps(node.behind ? mirror(node.look) : node.look);
}

function sequenceEffort(items: readonly PatternNode[], follow: CharSet): Effort {
  let rest: Effort = { steps: 0, tries: 1, ways: 1 };
  let after = follow;
  // What a try of the rest costs that ends at the first character.
  let shortFailure = 1;
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item === undefined) continue;
    const effort = effortOf(item, after);
    rest = {
      steps: effort.steps + effort.ways * rest.steps + effort.tries * shortFailure,
      tries: effort.ways * rest.tries + effort.tries,
      ways: effort.ways * rest.ways,
    };
    after = firstOf([item], after);
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

/** A run of one set, `[a-z]{2,9}`. When what follows cannot be in the set, only its end goes on. */
function runEffort(set: CharSet, run: { readonly from: number; readonly to: number }, follow: CharSet): Effort {
  const ends = run.to - run.from + 1;
  return { steps: run.to, tries: ends, ways: ends > 1 && intersects(set, follow) ? ends : 1 };
}

/** At most those options match at one place whose fixed heads agree with one another's. */
function choiceEffort(options: readonly PatternNode[], follow: CharSet): Effort {
  const efforts = options.map((option) => effortOf(option, follow));
  const heads = options.map(fixedHead);
  let ways = 1;
  let tries = 1;
  let steps = options.length;
  efforts.forEach((effort, index) => {
    steps += effort.steps;
    let together = 0;
    let triedTogether = 0;
    efforts.forEach((other, otherIndex) => {
      if (!agree(heads[index] ?? [], heads[otherIndex] ?? [])) return;
      together += other.ways;
      triedTogether += other.tries;
    });
    ways = Math.max(ways, together);
    tries = Math.max(tries, triedTogether);
  });
  return { steps, tries, ways };
}

function agree(left: readonly CharSet[], right: readonly CharSet[]): boolean {
  const shared = Math.min(left.length, right.length);
  for (let place = 0; place < shared; place++) {
    if (!intersects(left[place] ?? NO_CHARS, right[place] ?? NO_CHARS)) return false;
  }
  return true;
}

function repeatEffort(node: Extract<PatternNode, { kind: 'repeat' }>, follow: CharSet): Effort {
  const { item, from, to } = node;
  const inner = effortOf(item, to > 1 ? unionOf([item.first, follow]) : follow);
  const decided = item.min > 0 && !intersects(item.first, follow);
  let steps = 0;
  let tries = from === 0 ? 1 : 0;
  let ways = from === 0 ? 1 : 0;
  let reached = 1;
  for (let count = 1; count <= to; count++) {
    steps += reached * (inner.steps + 1);
    if (count >= from) tries += reached * inner.tries;
    reached *= inner.ways;
    if (count >= from) ways += reached;
    if (steps > Number.MAX_SAFE_INTEGER) return { steps: Infinity, tries: Infinity, ways: Infinity };
  }
  return { steps, tries, ways: decided && inner.ways === 1 ? 1 : ways };
}
