import type { CharSet } from './char-set.ts';

/** What is known of every node of a parsed pattern. Lengths are in UTF-16 code units. */
interface NodeFacts {
  readonly min: number;
  readonly max: number;
  /** Whether its sets hold exactly what the pattern's classes do, and not more. */
  readonly exact: boolean;
}

/** What takes no character: the ends of the text (or, with the flag `m`, of a line), word borders, look-arounds. */
export type PatternTest =
  | { readonly is: 'start' | 'end' | 'border' | 'inside'; readonly multiline: boolean }
  | {
      readonly is: 'look';
      readonly node: PatternNode;
      readonly behind: boolean;
      readonly negated: boolean;
    };

/**
 * A parsed pattern: one character of a set, a test that takes no character, a sequence, a choice, a
 * bounded repeat.
 */
export type PatternNode = NodeFacts &
  (
    | { readonly kind: 'chars'; readonly set: CharSet }
    | { readonly kind: 'test'; readonly test: PatternTest }
    | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
    | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
    | {
        readonly kind: 'repeat';
        readonly item: PatternNode;
        readonly from: number;
        readonly to: number;
      }
  );

/** One character. With the `u` flag one past the basic plane takes two code units. */
export function charsNode(set: CharSet, unicode: boolean, exact: boolean): PatternNode {
  const astral = unicode && (set[set.length - 1] ?? 0) > 0xffff;
  return { kind: 'chars', set, min: 1, max: astral ? 2 : 1, exact };
}

export function testNode(test: PatternTest): PatternNode {
  return {
    kind: 'test',
    test,
    min: 0,
    max: 0,
    exact: test.is !== 'look' || test.node.exact,
  };
}

export function sequenceNode(items: readonly PatternNode[]): PatternNode {
  if (items.length === 1 && items[0] !== undefined) return items[0];
  let min = 0;
  let max = 0;
  for (const item of items) {
    min += item.min;
    max += item.max;
  }
  return { kind: 'sequence', items, min, max, exact: items.every(isExact) };
}

export function choiceNode(options: readonly PatternNode[]): PatternNode {
  if (options.length === 1 && options[0] !== undefined) return options[0];
  return {
    kind: 'choice',
    options,
    min: Math.min(...options.map((option) => option.min)),
    max: Math.max(...options.map((option) => option.max)),
    exact: options.every(isExact),
  };
}

export function repeatNode(item: PatternNode, from: number, to: number): PatternNode {
  if (to === 0) return sequenceNode([]);
  const { exact } = item;
  return { kind: 'repeat', item, from, to, min: item.min * from, max: item.max * to, exact };
}

function isExact(node: PatternNode): boolean {
  return node.exact;
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
