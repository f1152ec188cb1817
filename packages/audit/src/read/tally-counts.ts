import type { Action, AuditBucket, AuditFacet, AuditFacetName, AuditTally } from '@safeai/core';
import { AUDIT_FACETS, InvalidRequestError } from '@safeai/core/stores';
import { mostFrequent, type ValueCount } from './most-frequent.ts';

/** Most buckets of a series. */
const MAX_BUCKETS = 1000;
/** Most different values that are counted over all facets: each takes some 100 bytes of memory. */
export const MAX_VALUES = 200_000;

/** Adds up a tally. */
export class TallyCounts {
  readonly #top: number;
  readonly #stepMs: number | undefined;
  readonly #facets = new Map<AuditFacetName, Map<string | null, ValueCount>>(
    AUDIT_FACETS.map((name) => [name, new Map()]),
  );
  readonly #buckets = new Map<number, { total: number; byAction: Record<Action, number> }>();
  #firstBucket = Infinity;
  #lastBucket = -Infinity;
  #values = 0;
  #total = 0;

  /** @param stepMs width of a bucket; undefined for no series */
  constructor(top: number, stepMs: number | undefined) {
    this.#top = top;
    this.#stepMs = stepMs;
  }

  /** Width of a bucket in milliseconds; undefined for no series. */
  get stepMs(): number | undefined {
    return this.#stepMs;
  }

  addTotal(count: number): void {
    this.#total += count;
  }

  /**
   * Records with a value.
   *
   * @param lastTs of the latest of them, in milliseconds since the epoch
   * @throws SafeAIError `invalid_request` where there are too many different values to count
   */
  addValue(facet: AuditFacetName, value: string | null, count: number, lastTs: number): void {
    const values = this.#facets.get(facet);
    const known = values?.get(value);
    if (known === undefined) {
      if (++this.#values > MAX_VALUES) throw tooManyValues();
      values?.set(value, { count, lastTs });
    } else {
      known.count += count;
      known.lastTs = Math.max(known.lastTs, lastTs);
    }
  }

  /**
   * Records of a bucket with an action. Nothing where there is no series.
   *
   * @param bucket time divided by the step, rounded down
   * @throws SafeAIError `invalid_request` where there are too many buckets
   */
  addBucket(bucket: number, action: string | null, count: number): void {
    if (this.#stepMs === undefined) return;
    this.#firstBucket = Math.min(this.#firstBucket, bucket);
    this.#lastBucket = Math.max(this.#lastBucket, bucket);
    if (this.#lastBucket - this.#firstBucket >= MAX_BUCKETS) throw tooManyBuckets();
    const known = this.#buckets.get(bucket) ?? { total: 0, byAction: noActions() };
    known.total += count;
    if (action !== null && Object.hasOwn(known.byAction, action)) {
      known.byAction[action as Action] += count;
    }
    this.#buckets.set(bucket, known);
  }

  /** What was added up. O(values log top), in pieces between which others have their turn. */
  async result(): Promise<AuditTally> {
    const facets: [AuditFacetName, AuditFacet][] = [];
    for (const [name, values] of this.#facets) {
      facets.push([name, { distinct: values.size, values: await mostFrequent(values, this.#top) }]);
    }
    return {
      total: this.#total,
      facets: Object.fromEntries(facets) as Record<AuditFacetName, AuditFacet>,
      series: this.#series(),
    };
  }

  #series(): AuditBucket[] {
    const step = this.#stepMs;
    if (step === undefined || this.#buckets.size === 0) return [];
    const length = this.#lastBucket - this.#firstBucket + 1;
    return Array.from({ length }, (_, index) => {
      const bucket = this.#firstBucket + index;
      const counted = this.#buckets.get(bucket) ?? { total: 0, byAction: noActions() };
      return { ts: bucket * step, ...counted };
    });
  }
}

function noActions(): Record<Action, number> {
  return { allow: 0, flag: 0, redact: 0, pending_approval: 0, block: 0 };
}

function tooManyBuckets(): InvalidRequestError {
  return new InvalidRequestError(
    `The records are spread over more than ${MAX_BUCKETS} steps. Ask for a longer step or a shorter time.`,
  );
}

function tooManyValues(): InvalidRequestError {
  return new InvalidRequestError(
    `The records have more than ${MAX_VALUES} different values to count. Ask for a shorter time, or name a tenant or an agent.`,
  );
}
