import type { Problem } from '../problem.ts';
import { nodeAt, type ConfigNode, type MapNode, type PathStep } from '../yaml/node.ts';

/**
 * Settings that look as if they protected, told or limited something, and that this version reads without
 * acting on them. Whoever sets one must not take it for working.
 */
const WITHOUT_EFFECT: readonly (readonly string[])[] = [
  ['alerts', 'channels'],
  ['alerts', 'rules'],
];

/** A warning for each of these settings that the file gives a value. */
export function settingsWithoutEffect(root: MapNode): Problem[] {
  return WITHOUT_EFFECT.flatMap((path: readonly PathStep[]) => {
    const node = nodeAt(root, path);
    if (node === undefined || isEmpty(node)) return [];
    const message = 'this version reads the setting and does not act on it yet';
    return [{ message, path, place: node.place }];
  });
}

function isEmpty(node: ConfigNode): boolean {
  if (node.kind === 'scalar') return node.value === null || node.value === '';
  return (node.kind === 'list' ? node.items : node.entries).length === 0;
}
