import type { AuditBucket, AuditFacet, AuditTally, AuditTallyRequest } from '@safeai/core';
import type { AnswerOf } from '../routes/types.ts';
import type { AuditFacetsFields } from '../routes/audit-facets.ts';
import { toAuditConditions } from './audit.ts';

/** Values of a facet whose request says nothing of it. */
const DEFAULT_TOP = 20;

/** What to count, without the tenants that the caller may see. */
export type AuditTallyQuestion = Omit<AuditTallyRequest, 'tenants'>;

/**
 * GET /v1/audit/facets: what is asked.
 *
 * @param since milliseconds since the epoch, from `last`
 * @param stepMs from `step`, in milliseconds
 * @throws SafeAIError as {@link toAuditConditions}
 */
export function toTallyQuestion(
  asked: AuditFacetsFields,
  since?: number,
  stepMs?: number,
): AuditTallyQuestion {
  return {
    ...toAuditConditions(asked, since),
    top: asked.top ?? DEFAULT_TOP,
    ...(stepMs === undefined ? {} : { stepMs }),
  };
}

/**
 * GET /v1/audit/facets: what was counted.
 *
 * @param asOf when, in milliseconds since the epoch
 * @param stepMs width of the buckets; undefined where there is no series
 */
export function fromTally(
  { total, facets, series }: AuditTally,
  asOf: number,
  stepMs: number | undefined,
): AnswerOf<'audit_facets'> {
  return {
    total,
    as_of: timeOf(asOf),
    facets: {
      action: fromFacet(facets.action),
      boundary: fromFacet(facets.boundary),
      event: fromFacet(facets.event),
      tenant_id: fromFacet(facets.tenantId),
      agent_id: fromFacet(facets.agentId),
      tool_name: fromFacet(facets.toolName),
      policy_name: fromFacet(facets.policyName),
      shadow_policy_name: fromFacet(facets.shadowPolicyName),
    },
    step_seconds: stepMs === undefined ? null : stepMs / 1000,
    series: series.map(fromBucket),
  };
}

type WireFacet = AnswerOf<'audit_facets'>['facets']['action'];

function fromFacet({ distinct, values }: AuditFacet): WireFacet {
  return {
    distinct,
    values: values.map(({ value, count, lastTs }) => ({ value, count, last_ts: timeOf(lastTs) })),
  };
}

function fromBucket({ ts, total, byAction }: AuditBucket) {
  return { ts: timeOf(ts), total, ...byAction };
}

function timeOf(moment: number): string {
  return new Date(moment).toISOString();
}
