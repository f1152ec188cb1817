import type { PolicyContext } from './decision.ts';
import type { IndexedTag, TagCache } from './tag-cache.ts';

/** One thing to be judged: a tag with the confidence it was found with, or content without tags. */
export interface Item {
  readonly tag: IndexedTag | null;
  /** 0 to 1; declared tags and content without tags have 1. */
  readonly confidence: number;
  readonly source: 'declared' | 'detected';
  /** No span carries the tag or a child of it: it cannot be redacted. */
  spanless: boolean;
}

/** What one evaluation judges. */
export interface ItemSet {
  /** At least one. */
  readonly items: readonly Item[];
  /** Every tag is declared, so the content is judged as content without tags as well. */
  readonly isDeclaredOnly: boolean;
}

/** Content without tags. There is nothing to redact in it, so a `redact` stands as it is. */
export const UNTAGGED_ITEM: Item = Object.freeze({
  tag: null,
  confidence: 1,
  source: 'detected',
  spanless: false,
});

/**
 * The distinct tags of a context, in the order given; those that the caller declares come last.
 *
 * @throws SafeAIError `invalid_tag`. O(tags × segments).
 */
export function readItems(
  tags: TagCache,
  context: PolicyContext,
  declared: readonly string[] = [],
): ItemSet {
  const { dataTags, detectedTags } = context;
  const items = new ItemList(detectedTags !== undefined);
  for (const raw of dataTags ?? []) items.add(tags.get(raw), 1, 'declared', false);
  for (const { tag: raw, confidence, span } of detectedTags ?? []) {
    // What is no number says nothing against the tag: it counts as certain.
    const known = Number.isFinite(confidence) ? confidence : 1;
    items.add(tags.get(raw), known, 'detected', span === true);
  }
  const found = items.list.length;
  for (const raw of declared) items.add(tags.get(raw), 1, 'declared', false);
  if (items.list.length === 0) return { items: [UNTAGGED_ITEM], isDeclaredOnly: false };
  items.findSpans();
  return { items: items.list, isDeclaredOnly: found === 0 };
}

/** More than these, and repeats are found by a map. */
const FEW = 8;

class ItemList {
  readonly list: Item[] = [];
  readonly #spans: IndexedTag[] = [];
  readonly #spansCount: boolean;
  #known: Map<string, Item> | null = null;

  /** @param spansCount the context says which tags spans carry */
  constructor(spansCount: boolean) {
    this.#spansCount = spansCount;
  }

  add(tag: IndexedTag, confidence: number, source: Item['source'], span: boolean): void {
    if (span) this.#spans.push(tag);
    if (this.#find(tag.tag, confidence) !== undefined) return;
    const item: Item = { tag, confidence, source, spanless: this.#spansCount && !span };
    this.list.push(item);
    this.#known?.set(key(tag.tag, confidence), item);
  }

  #find(tag: string, confidence: number): Item | undefined {
    if (this.list.length < FEW) {
      for (const item of this.list) {
        if (item.tag?.tag === tag && item.confidence === confidence) return item;
      }
      return undefined;
    }
    this.#known ??= new Map(
      this.list.map((item) => [key(item.tag?.tag ?? '', item.confidence), item]),
    );
    return this.#known.get(key(tag, confidence));
  }

  findSpans(): void {
    if (this.#spans.length === 0 || !this.list.some((item) => item.spanless)) return;
    const carried = new Set<string>();
    for (const { chain } of this.#spans) for (const tag of chain) carried.add(tag);
    for (const item of this.list) {
      if (item.tag !== null && carried.has(item.tag.tag)) item.spanless = false;
    }
  }
}

function key(tag: string, confidence: number): string {
  return `${confidence} ${tag}`;
}
