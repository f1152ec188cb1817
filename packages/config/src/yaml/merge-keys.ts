import type { ConfigNode, MapEntry, MapNode } from './node.ts';
import type { Place } from './source.ts';

/** Notes that something is wrong. */
export type Report = (message: string, place: Place) => void;

/**
 * The entries of a map with those that `<<: *anchor` or `<<: [*one, *two]` brings in. The map's own
 * entries win, then the map that is named first.
 */
export function mergeEntries(
  own: readonly MapEntry[],
  merged: readonly ConfigNode[],
  report: Report,
): readonly MapEntry[] {
  if (merged.length === 0) return own;
  const entries = new Map(own.map((entry) => [entry.key, entry]));
  for (const map of merged.flatMap((node) => mapsOf(node, report))) {
    for (const entry of map.entries) {
      if (!entries.has(entry.key)) entries.set(entry.key, entry);
    }
  }
  return [...entries.values()];
}

function mapsOf(node: ConfigNode, report: Report): MapNode[] {
  if (node.kind === 'map') return [node];
  if (node.kind === 'list') {
    return node.items.flatMap((item) =>
      item.kind === 'list' ? refuse(item, report) : mapsOf(item, report),
    );
  }
  return refuse(node, report);
}

function refuse(node: ConfigNode, report: Report): MapNode[] {
  report('<< takes a map, or a list of maps', node.place);
  return [];
}
