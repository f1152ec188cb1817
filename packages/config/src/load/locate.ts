import { nodeAt, type MapNode, type PathStep } from '../yaml/node.ts';
import { positionOf, type Position } from '../yaml/source.ts';
import type { Located } from './build.ts';

/** Where each rule stands. */
export function originsOf(rules: readonly Located[]): Position[] {
  return rules.map((rule) => positionOf(rule.node.place));
}

/** Looks settings up by their path as messages write it. */
export function locator(root: MapNode): (path: string) => Position | undefined {
  return (path) => {
    const node = nodeAt(root, parsePath(path));
    return node === undefined ? undefined : positionOf(node.place);
  };
}

/** `alerts.channels[0].type` → `['alerts', 'channels', 0, 'type']`. */
export function parsePath(path: string): PathStep[] {
  return [...path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(
    ([, index, quoted, plain]) => {
      if (index !== undefined) return Number(index);
      return quoted === undefined ? (plain ?? '') : String(JSON.parse(`"${quoted}"`));
    },
  );
}
