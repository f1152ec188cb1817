import type { IndexHeads } from '../index-file/segment-index.ts';
import type { HeadsCache } from './open-segment.ts';

/** Most chunks whose heads are kept: at most 1.4 KB each, for 4 096 lines each. */
const MAX_CHUNKS = 8192;

/** Heads of index files by file name; those not asked for longest go first. */
export class IndexCache implements HeadsCache {
  readonly #heads = new Map<string, IndexHeads>();

  get(file: string): IndexHeads | undefined {
    return this.#heads.get(file);
  }

  set(file: string, heads: IndexHeads): void {
    this.#heads.delete(file);
    this.#heads.set(file, heads);
    let kept = 0;
    for (const { chunks } of this.#heads.values()) kept += chunks.length;
    for (const [oldest, { chunks }] of this.#heads) {
      if (kept <= MAX_CHUNKS || oldest === file) break;
      this.#heads.delete(oldest);
      kept -= chunks.length;
    }
  }

  clear(): void {
    this.#heads.clear();
  }
}
