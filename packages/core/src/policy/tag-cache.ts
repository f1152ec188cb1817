import { MAX_TAG_LENGTH, normalizeTag, tagWithParents } from '../tags.ts';
import type { Plan } from './rule-index.ts';

/** A canonical tag with what the index found for it. */
export interface IndexedTag {
  readonly tag: string;
  /** The tag, then each parent. */
  readonly chain: readonly string[];
  /** By index and slot, filled as they are asked for. */
  readonly plans: (Plan | undefined)[];
}

const MAX_REMEMBERED_TAGS = 4096;

/** Normalises tags and remembers those seen, up to a bound. */
export class TagCache {
  readonly #tags = new Map<string, IndexedTag>();

  /** @throws SafeAIError `invalid_tag`, as `normalizeTag` */
  get(raw: string): IndexedTag {
    const known = this.#tags.get(raw);
    if (known !== undefined) return known;
    const tag = normalizeTag(raw);
    const made: IndexedTag = { tag, chain: tagWithParents(tag), plans: [] };
    if (raw.length > MAX_TAG_LENGTH) return made;
    if (this.#tags.size >= MAX_REMEMBERED_TAGS) this.#tags.clear();
    this.#tags.set(raw, made);
    return made;
  }
}
