import { Bucket, type RuleList } from './bucket.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { SLOTS, slotsOf } from './slots.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import type { IndexedTag } from './tag-cache.ts';

/** The rules that name one tag (or none), by scope. */
export class TagNode {
  locked: Bucket | null = null;
  operator: Bucket | null = null;
  shipped: Bucket | null = null;
  tenants: Map<string, Bucket> | null = null;

  add(rule: CompiledRule): void {
    this.#bucketOf(rule.rule).add(rule);
  }

  #bucketOf(rule: NormalizedRule): Bucket {
    if (rule.locked) return (this.locked ??= new Bucket());
    if (rule.origin === 'shipped') return (this.shipped ??= new Bucket());
    if (rule.tenantId === null) return (this.operator ??= new Bucket());
    this.tenants ??= new Map();
    const bucket = this.tenants.get(rule.tenantId) ?? new Bucket();
    this.tenants.set(rule.tenantId, bucket);
    return bucket;
  }
}

/** The nodes that may hold rules covering a tag, most precise first, the untagged rules last. */
export interface Plan {
  readonly nodes: readonly TagNode[];
  /** Of each node: segments of its tag, 0 for the untagged rules. */
  readonly precisions: readonly number[];
}

interface Slot {
  readonly tags: Map<string, TagNode>;
  readonly untagged: TagNode;
  readonly untaggedPlan: Plan;
}

/**
 * Finds the rules that may cover a tag: slot → tag → scope → tool and agent, all by maps. Looking a tag up
 * costs as much whatever the number of rules.
 */
export class RuleIndex {
  readonly #slots: readonly Slot[];
  readonly #number: number;

  /**
   * @param rules in order of evaluation
   * @param number distinguishes the indexes that share {@link IndexedTag}s
   */
  constructor(rules: RuleList, number: number) {
    this.#number = number;
    this.#slots = SLOTS.map(() => {
      const untagged = new TagNode();
      const untaggedPlan = { nodes: [untagged], precisions: [0] };
      return { tags: new Map<string, TagNode>(), untagged, untaggedPlan };
    });
    for (const rule of rules) {
      for (const slot of slotsOf(rule.rule)) this.#add(slot, rule);
    }
  }

  #add(number: number, rule: CompiledRule): void {
    const slot = this.#slots[number];
    if (slot === undefined) return;
    const { dataTags } = rule.rule;
    if (dataTags === null) slot.untagged.add(rule);
    for (const tag of dataTags ?? []) {
      const node = slot.tags.get(tag) ?? new TagNode();
      slot.tags.set(tag, node);
      node.add(rule);
    }
  }

  /** @param tag `null` for content without tags. O(segments) the first time, then O(1). */
  plan(slotNumber: number, tag: IndexedTag | null): Plan {
    const slot = this.#slots[slotNumber];
    if (slot === undefined) throw new RangeError(`There is no slot ${slotNumber}.`);
    if (tag === null) return slot.untaggedPlan;
    const place = this.#number * SLOTS.length + slotNumber;
    return (tag.plans[place] ??= planTag(slot, tag));
  }
}

function planTag(slot: Slot, tag: IndexedTag): Plan {
  const nodes: TagNode[] = [];
  const precisions: number[] = [];
  tag.chain.forEach((name, index) => {
    const node = slot.tags.get(name);
    if (node === undefined) return;
    nodes.push(node);
    precisions.push(tag.chain.length - index);
  });
  nodes.push(slot.untagged);
  precisions.push(0);
  return { nodes, precisions };
}
