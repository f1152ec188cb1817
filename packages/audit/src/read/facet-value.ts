import type { AuditFacetName } from '@safeai/core';

import type { AuditLine } from '../format/record-line.ts';

const VALUE_OF: Readonly<Record<AuditFacetName, (line: AuditLine) => unknown>> = {
  action: (line) => line.action,
  boundary: (line) => line.boundary,
  event: (line) => line.event,
  tenantId: (line) => line.tenant_id,
  agentId: (line) => line.agent_id,
  toolName: (line) => line.tool_name,
  policyName: (line) => line.policy_name,
  shadowPolicyName: (line) => shadowOf(line)?.policy_name,
};

/** What a record has in a field that is counted; null for nothing, and for what is no text. */
export function facetValue(line: AuditLine, facet: AuditFacetName): string | null {
  const value = VALUE_OF[facet](line);
  return typeof value === 'string' ? value : null;
}

/** What a record says of shadow rules, as it was read; undefined where they would have decided the same. */
export type RecordedAside =
  { readonly action?: unknown; readonly policy_name?: unknown } | undefined;

/** What shadow rules would have decided otherwise. */
export function shadowOf({ detail }: AuditLine): RecordedAside {
  const would: unknown = detail?.would_have;
  return typeof would === 'object' && would !== null ? would : undefined;
}
