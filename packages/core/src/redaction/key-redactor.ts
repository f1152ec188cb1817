import { redactText, type Redactable } from './redact-text.ts';

/** Renames the keys of one object, in time that grows with their number and length alone. */
export class KeyRedactor {
  readonly #found = new Map<string, Redactable[]>();
  readonly #taken: Set<string>;
  /** The last number given to each name that several keys share. */
  readonly #counts = new Map<string, number>();

  /** @param detections those in keys of the object; each says which key by its `key` */
  constructor(keys: readonly string[], detections: readonly Redactable[]) {
    for (const detection of detections) {
      const { key } = detection;
      if (key === undefined) continue;
      const same = this.#found.get(key);
      if (same === undefined) this.#found.set(key, [detection]);
      else same.push(detection);
    }
    this.#taken = new Set(detections.length === 0 ? [] : keys);
  }

  /** The name under which the entry goes on; each key is to be given once. */
  rename(key: string): string {
    const found = this.#found.get(key);
    if (found === undefined) return key;
    const name = redactText(key, found);
    let free = name;
    let count = this.#counts.get(name) ?? 1;
    while (this.#taken.has(free)) free = `${name}_${++count}`;
    this.#counts.set(name, count);
    this.#taken.add(free);
    return free;
  }
}
