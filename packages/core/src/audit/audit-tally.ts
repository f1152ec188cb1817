import type { Action } from '../boundary/boundary.ts';
import type { AuditFilter } from './audit-query.ts';

/** Fields whose values are counted. */
export const AUDIT_FACETS = [
  'action',
  'boundary',
  'event',
  'tenantId',
  'agentId',
  'toolName',
  'policyName',
  'shadowPolicyName',
] as const;

/** One of them; `shadowPolicyName` is the rule that would have decided, were it no shadow rule. */
export type AuditFacetName = (typeof AUDIT_FACETS)[number];

/** What to count: the records of a filter. */
export interface AuditTallyRequest extends AuditFilter {
  /** Most values of a facet. */
  readonly top: number;
  /** Width of a bucket of the series, in milliseconds; without it there is no series. */
  readonly stepMs?: number;
}

/** How often a field has a value. */
export interface AuditFacetCount {
  /** Null: the field has none. */
  readonly value: string | null;
  readonly count: number;
  /** Of the latest record that has it, in milliseconds since the epoch. */
  readonly lastTs: number;
}

/** The values of a field. */
export interface AuditFacet {
  /** How many different ones there are, null among them. */
  readonly distinct: number;
  /** The most frequent first, those equally frequent by their names; at most `top`. */
  readonly values: readonly AuditFacetCount[];
}

/** What was recorded within a step of time. */
export interface AuditBucket {
  /** Where it begins, in milliseconds since the epoch: a multiple of the step. */
  readonly ts: number;
  readonly total: number;
  readonly byAction: Readonly<Record<Action, number>>;
}

/** How many records there are, by the values of their fields and by time. The log's own lines do not count. */
export interface AuditTally {
  readonly total: number;
  readonly facets: Readonly<Record<AuditFacetName, AuditFacet>>;
  /** From the bucket of the earliest record to that of the latest, none left out; at most 1 000. */
  readonly series: readonly AuditBucket[];
}
