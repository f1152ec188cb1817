import type { AuditFacetName, AuditFilter } from '@safeai/core';
import { inScope, tagCovers } from '@safeai/core/stores';

import type { AuditLine } from '../format/record-line.ts';
import { facetValue, shadowOf, type RecordedAside } from './facet-value.ts';

/** What a filter wants of records, field by field; times are not among it. */
export interface RecordTests {
  /** Of fields that are counted, too. */
  readonly facets: ReadonlyMap<AuditFacetName, (value: string | null) => boolean>;
  readonly dataTags: ((tags: readonly string[]) => boolean) | undefined;
  /** Of the fields that lines alone have; undefined where there are none. */
  readonly line: ((line: AuditLine) => boolean) | undefined;
}

/** Fields that are counted and have the value that is asked for, or none. */
const TESTED = [
  'agentId',
  'toolName',
  'action',
  'boundary',
  'policyName',
  'shadowPolicyName',
] as const;

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
  for (const name of TESTED) {
    const wanted = filter[name];
    if (wanted !== undefined) facets.set(name, (value) => value === wanted);
  }
  return {
    facets,
    dataTags:
      dataTag === undefined
        ? undefined
        : dataTag === null
          ? (tags) => tags.length === 0
          : (tags) => tags.some((tag) => tagCovers(dataTag, tag)),
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

function lineTest(filter: AuditFilter): RecordTests['line'] {
  const { sessionId, decisionId, approvalRequestId, wouldHave } = filter;
  const asked = [sessionId, decisionId, approvalRequestId, wouldHave];
  if (asked.every((value) => value === undefined)) return undefined;
  return (line) =>
    same(sessionId, line.session_id) &&
    same(decisionId, line.decision_id) &&
    same(approvalRequestId, line.approval_request_id) &&
    fitsShadow(wouldHave, shadowOf(line));
}

const same = (wanted: string | null | undefined, value: string | null): boolean =>
  wanted === undefined || wanted === value;

const fitsShadow = (wanted: AuditFilter['wouldHave'], shadow: RecordedAside): boolean =>
  wanted === undefined || (shadow !== undefined && (wanted === 'any' || wanted === shadow.action));
