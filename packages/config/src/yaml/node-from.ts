import type { ConfigNode, ScalarValue } from './node.ts';
import type { Place } from './source.ts';

/** The node of a plain value, such as a default; all of it stands at one place. */
export function nodeFrom(value: unknown, place: Place): ConfigNode {
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map((item) => nodeFrom(item, place)), place };
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => ({
      key,
      keyPlace: place,
      value: nodeFrom(item, place),
    }));
    return { kind: 'map', entries, place };
  }
  return { kind: 'scalar', value: value as ScalarValue, place };
}

/** A map without entries. */
export function emptyMap(place: Place): ConfigNode & { kind: 'map' } {
  return { kind: 'map', entries: [], place };
}
