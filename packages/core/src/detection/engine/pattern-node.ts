import { type CharSet, NO_CHARS, unionOf } from './char-set.ts';

/** What is known of every node of a parsed pattern. Lengths are in UTF-16 code units. */
interface NodeFacts {
  readonly min: number;
  readonly max: number;
  /** The characters with which a match that takes any can begin. */
  readonly first: CharSet;
}

/**
 * A parsed pattern: one character of a set, a test that takes no character, a sequence, a choice, a
 * bounded repeat.
 */
export type PatternNode = NodeFacts &
  (
    | { readonly kind: 'chars'; readonly set: CharSet }
    | { readonly kind: 'test'; readonly look?: PatternNode; readonly behind: boolean }
    | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
    | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
    | { readonly kind: 'repeat'; readonly item: PatternNode; readonly from: number; readonly to: number }
  );

/** One character. With the `u` flag one past the basic plane takes two code units. */
export function charsNode(set: CharSet, unicode: boolean): PatternNode {
  const astral = unicode && (set[set.length - 1] ?? 0) > 0xffff;
  return { kind: 'chars', set, min: 1, max: astral ? 2 : 1, first: set };
}

/** `^`, `$`, `\b`, `\B`, or a look-around when `look` is given. */
export function testNode(look?: PatternNode, behind = false): PatternNode {
  const base = { kind: 'test', behind, min: 0, max: 0, first: NO_CHARS } as const;
  return look === undefined ? base : { ...base, look };
}

export function sequenceNode(items: readonly PatternNode[]): PatternNode {
  if (items.length === 1 && items[0] !== undefined) return items[0];
  let min = 0;
  let max = 0;
  for (const item of items) {
    min += item.min;
    max += item.max;
  }
  return { kind: 'sequence', items, min, max, first: firstOf(items) };
}

export function choiceNode(options: readonly PatternNode[]): PatternNode {
  if (options.length === 1 && options[0] !== undefined) return options[0];
  return {
    kind: 'choice',
    options,
    min: Math.min(...options.map((option) => option.min)),
    max: Math.max(...options.map((option) => option.max)),
    first: unionOf(options.map((option) => option.first)),
  };
}

export function repeatNode(item: PatternNode, from: number, to: number): PatternNode {
  if (to === 0) return sequenceNode([]);
  return { kind: 'repeat', item, from, to, min: item.min * from, max: item.max * to, first: item.first };
}

/** The characters that a sequence can begin with. */
function firstOf(items: readonly PatternNode[]): CharSet {
  const sets: CharSet[] = [];
  for (const item of items) {
    if (item.max > 0) sets.push(item.first);
    if (item.min > 0) break;
  }
  return unionOf(sets);
}

/** The pattern read from right to left, as a look-behind is. */
export function mirror(node: PatternNode): PatternNode {
  switch (node.kind) {
    case 'chars':
    case 'test':
      return node;
    case 'sequence':
      return sequenceNode(node.items.map(mirror).reverse());
    case 'choice':
      return choiceNode(node.options.map(mirror));
    case 'repeat':
      return repeatNode(mirror(node.item), node.from, node.to);
  }
}
