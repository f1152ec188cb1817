import type { JsonValue } from '@safeai/core';

/** Most contents that are remembered. */
const MOST = 4096;
/** Most that is kept of what they became, in UTF-16 code units of JSON. */
const MOST_KEPT = 4_194_304;

/** What became of content: as it was, or this. */
export type Fate =
  { readonly isChanged: false } | { readonly isChanged: true; readonly value: JsonValue };

/**
 * What was let through before, by digest: agents send the whole conversation with each step, and only what is new in it is
 * judged. What was redacted stays redacted. What was withheld is not remembered: it is judged, and refused, again. The
 * longest unused goes first, and all go when the rules are others.
 */
export class SeenContents {
  readonly #fates = new Map<string, Fate & { readonly size: number }>();
  #kept = 0;
  #revision: string | undefined;

  get(digest: string): Fate | undefined {
    const fate = this.#fates.get(digest);
    if (fate === undefined) return undefined;
    this.#fates.delete(digest);
    this.#fates.set(digest, fate);
    return fate;
  }

  /** @param revision of the rules that decided so */
  set(digest: string, fate: Fate, revision: string): void {
    if (revision !== this.#revision) {
      this.#fates.clear();
      this.#kept = 0;
      this.#revision = revision;
    }
    this.#drop(digest);
    const size = fate.isChanged ? JSON.stringify(fate.value).length : 0;
    if (size > MOST_KEPT) return;
    this.#fates.set(digest, { ...fate, size });
    this.#kept += size;
    for (const oldest of this.#fates.keys()) {
      if (this.#fates.size <= MOST && this.#kept <= MOST_KEPT) break;
      this.#drop(oldest);
    }
  }

  #drop(digest: string): void {
    this.#kept -= this.#fates.get(digest)?.size ?? 0;
    this.#fates.delete(digest);
  }
}
