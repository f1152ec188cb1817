import type { Place } from './source.ts';

/** What a scalar can be. */
export type ScalarValue = string | number | boolean | null;

/**
 * A value of a configuration file that knows where it stands. Overlays and included files are merged
 * as nodes, so that a message always points to the file that holds the bad value.
 */
export type ConfigNode = ScalarNode | ListNode | MapNode;

/** A text, number, true, false or nothing. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: ScalarValue;
  readonly place: Place;
  /** The text came, whole or in part, from an environment variable: it takes the type that is wanted there. */
  readonly fromEnvironment?: boolean;
}

/** A list. */
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly ConfigNode[];
  readonly place: Place;
}

/** One `key: value` of a map. */
export interface MapEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: ConfigNode;
}

/** A map. Keys are unique. */
export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly place: Place;
}

/** A step from a node to one of its children. */
export type PathStep = string | number;

/** Entries of large maps by their keys, made when they are first asked for. */
const indexes = new WeakMap<MapNode, ReadonlyMap<string, MapEntry>>();

/** Maps up to this size are searched. */
const SMALL = 16;

/** The entry of a key, or undefined. */
export function entryOf(node: MapNode, key: string): MapEntry | undefined {
  if (node.entries.length <= SMALL) return node.entries.find((entry) => entry.key === key);
  let index = indexes.get(node);
  if (index === undefined) {
    index = new Map(node.entries.map((entry) => [entry.key, entry]));
    indexes.set(node, index);
  }
  return index.get(key);
}

/** The node at the end of a path, or undefined. */
export function nodeAt(root: ConfigNode, path: readonly PathStep[]): ConfigNode | undefined {
  let node: ConfigNode | undefined = root;
  for (const step of path) {
    if (node?.kind === 'map') node = entryOf(node, String(step))?.value;
    else if (node?.kind === 'list') node = node.items[Number(step)];
    else return undefined;
  }
  return node;
}

/** The plain value of a node. Maps have no prototype, so that no key of a user's can reach one. */
export function plainValue(node: ConfigNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  const value = Object.create(null) as Record<string, unknown>;
  for (const entry of node.entries) value[entry.key] = plainValue(entry.value);
  return value;
}

/** A path as messages write it: `alerts.channels[0].routing_key`. */
export function formatPath(path: readonly PathStep[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
