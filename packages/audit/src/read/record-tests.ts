import type { AuditFacetName, AuditFilter } from '@safeai/core';
import { inScope, tagCovers } from '@safeai/core/stores';

import type { AuditLine } from '../format/record-line.ts';
import { facetValue } from './facet-value.ts';

/** What a filter wants of records, field by field; times are not among it. */
export interface RecordTests {
  /** Of fields that are counted, too. */
  readonly facets: ReadonlyMap<AuditFacetName, (value: string | null) => boolean>;
  readonly dataTags: ((tags: readonly string[]) => boolean) | undefined;
  /** Of the fields that lines alone have; undefined where there are none. */
  readonly line: ((line: AuditLine) => boolean) | undefined;
}

/** Makes the tests of a filter. */
export function recordTests(filter: AuditFilter): RecordTests {
  const facets = new Map<AuditFacetName, (value: string | null) => boolean>();
  const { tenants, event, events, dataTag } = filter;
  facets.set('tenantId', (tenant) => tenant !== null && inScope(tenants, tenant));
  if (event !== undefined || events !== undefined) {
    const fits = (value: string): boolean =>
      (event === undefined || eventMatches(event, value)) && (events?.includes(value) ?? true);
    facets.set('event', (value) => value !== null && fits(value));
  }
  for (const name of ['agentId', 'toolName', 'action', 'boundary', 'policyName'] as const) {
    const wanted = filter[name];
    if (wanted !== undefined) facets.set(name, (value) => value === wanted);
  }
  return {
    facets,
    dataTags:
      dataTag === undefined ? undefined : (tags) => tags.some((tag) => tagCovers(dataTag, tag)),
    line: lineTest(filter),
  };
}

/** Whether a record passes all tests. */
export function passesTests(
  { facets, dataTags, line: ofLine }: RecordTests,
  line: AuditLine,
): boolean {
  for (const [name, holds] of facets) if (!holds(facetValue(line, name))) return false;
  return (dataTags?.(line.data_tags) ?? true) && (ofLine?.(line) ?? true);
}

/** Whether an event is the wanted one, or of the wanted family: `scan.*`. */
export function eventMatches(wanted: string, event: string): boolean {
  return wanted.endsWith('.*') ? event.startsWith(wanted.slice(0, -1)) : event === wanted;
}

function lineTest({ sessionId, decisionId, approvalRequestId }: AuditFilter): RecordTests['line'] {
  if ((sessionId ?? decisionId ?? approvalRequestId) === undefined) return undefined;
  return (line) =>
    same(sessionId, line.session_id) &&
    same(decisionId, line.decision_id) &&
    same(approvalRequestId, line.approval_request_id);
}

const same = (wanted: string | undefined, value: string | null): boolean =>
  wanted === undefined || wanted === value;
