import { entryOf, type ConfigNode, type MapEntry, type MapNode } from '../yaml/node.ts';

/**
 * Lays one tree over another: maps merge key by key, everything else is replaced. Each value keeps
 * the place that it came from.
 */
export function overlay(base: MapNode, top: MapNode): MapNode {
  const kept = base.entries.map((entry): MapEntry => {
    const over = entryOf(top, entry.key);
    return over === undefined
      ? entry
      : { key: entry.key, keyPlace: over.keyPlace, value: overlayValue(entry.value, over.value) };
  });
  const added = top.entries.filter((entry) => entryOf(base, entry.key) === undefined);
  return { kind: 'map', entries: [...kept, ...added], place: base.place };
}

function overlayValue(base: ConfigNode, top: ConfigNode): ConfigNode {
  return base.kind === 'map' && top.kind === 'map' ? overlay(base, top) : top;
}

/** The root without blocks that are written but hold nothing, as when all lines under one are comments. */
export function withoutEmptyBlocks(root: MapNode): MapNode {
  const entries = root.entries.filter(
    ({ value }) => value.kind !== 'scalar' || value.value !== null,
  );
  return { ...root, entries };
}
