import { CATALOGUE, DESTRUCTIVE_ANALYZERS } from '@safeai/core';
import type { Problem } from '../problem.ts';
import { didYouMean } from '../suggestion.ts';
import { nodeAt, type ConfigNode, type MapNode } from '../yaml/node.ts';

/** Detectors of the file that have the id of a built-in one, unless that is disabled. */
export function takenDetectorIds(root: MapNode): Problem[] {
  const builtIn = new Set(builtInIds());
  const disabled = new Set(itemsAt(root, 'disable').map(textOf));
  return itemsAt(root, 'rules').flatMap((rule, index): Problem[] => {
    const id = nodeAt(rule, ['id']);
    const name = id === undefined ? undefined : textOf(id);
    if (id === undefined || name === undefined) return [];
    if (!builtIn.has(name) || disabled.has(name)) return [];
    const path = ['detection', 'rules', index, 'id'];
    const message = 'a built-in detector has this id; choose another, or disable that one';
    return [{ message, path, place: id.place }];
  });
}

/** Ids to leave out that no built-in detector has. */
export function unknownDetectorIds(root: MapNode): Problem[] {
  const known = builtInIds();
  return itemsAt(root, 'disable').flatMap((item, index): Problem[] => {
    const id = textOf(item) ?? '';
    if (known.includes(id)) return [];
    const path = ['detection', 'disable', index];
    const message = `no built-in detector has this id${didYouMean(id, known)}`;
    return [{ message, path, place: item.place }];
  });
}

/** Detectors of the file that no example shows to find anything: a wrong anchor would go unseen. */
export function unprovenDetectors(root: MapNode): Problem[] {
  return itemsAt(root, 'rules').flatMap((rule, index): Problem[] => {
    const examples = nodeAt(rule, ['examples', 'positive']);
    if (examples?.kind === 'list' && examples.items.length > 0) return [];
    const path = ['detection', 'rules', index];
    const message =
      'no example shows that the detector finds anything; add one to examples.positive';
    return [{ message, path, place: rule.place }];
  });
}

function builtInIds(): string[] {
  return [...CATALOGUE, ...DESTRUCTIVE_ANALYZERS].map(({ id }) => id);
}

function itemsAt(root: MapNode, key: string): readonly ConfigNode[] {
  const list = nodeAt(root, ['detection', key]);
  return list?.kind === 'list' ? list.items : [];
}

function textOf(node: ConfigNode): string | undefined {
  return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
