import type { Detection } from '../detection/detection.ts';
import { redactText } from './redact-text.ts';

/**
 * Renames the keys of one object. A detection in a key names only the object, so it counts for every key
 * that holds its value at its place.
 */
export class KeyRedactor {
  /** By place, `start:end`: by value: what was found. */
  readonly #places = new Map<
    string,
    { start: number; end: number; values: Map<string, Detection[]> }
  >();
  readonly #taken: Set<string>;

  constructor(keys: readonly string[], detections: readonly Detection[]) {
    for (const detection of detections) {
      const { start, end } = detection.location;
      const place = `${start}:${end}`;
      let known = this.#places.get(place);
      if (known === undefined) this.#places.set(place, (known = { start, end, values: new Map() }));
      const same = known.values.get(detection.value);
      if (same === undefined) known.values.set(detection.value, [detection]);
      else same.push(detection);
    }
    this.#taken = new Set(detections.length === 0 ? [] : keys);
  }

  /** The name under which the entry goes on; each key is to be given once. */
  rename(key: string): string {
    const found: Detection[] = [];
    for (const { start, end, values } of this.#places.values()) {
      found.push(...(values.get(key.slice(start, end)) ?? []));
    }
    if (found.length === 0) return key;
    const name = redactText(key, found);
    let free = name;
    for (let count = 2; this.#taken.has(free); count++) free = `${name}_${count}`;
    this.#taken.add(free);
    return free;
  }
}
