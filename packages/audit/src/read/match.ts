import { isSystemLine } from '../format/record-line.ts';
import { termHash, type TermField } from '../index-file/term.ts';
import type { Line } from './parse-line.ts';
import { eventMatches, passesTests, recordTests, type RecordTests } from './record-tests.ts';
import type { AuditFilter } from '@safeai/core';

/** A filter in the three forms that finding needs: numbers for the index, bytes for a scan, a last word. */
export interface Match {
  /** Terms of the index: of every group one must be there. */
  readonly terms: readonly (readonly number[])[];
  /** Whether it asks for what no term says, and columns do: that there is nothing, or what shadow rules would do. */
  readonly byColumns: boolean;
  /** Bytes that every matching line has; undefined where there is no such thing. */
  readonly needle: Buffer | undefined;
  /** Milliseconds since the epoch, inclusive. */
  readonly since: number;
  /** Exclusive. */
  readonly until: number;
  /** What records must have. */
  readonly tests: RecordTests;
  /** Whether a line matches. */
  accepts(line: Line): boolean;
}

/** Past so many tenants the index is not asked for each. */
const MAX_TENANT_TERMS = 32;

/** Makes a filter ready for use. */
export function compileMatch(filter: AuditFilter): Match {
  const since = filter.since ?? -Infinity;
  const until = filter.until ?? Infinity;
  const tests = recordTests(filter);
  return {
    terms: terms(filter),
    byColumns: isByColumns(filter),
    needle: needle(filter),
    since,
    until,
    tests,
    accepts: (line) => {
      if (since !== -Infinity || until !== Infinity) {
        const ts = Date.parse(line.ts);
        if (!(ts >= since && ts < until)) return false;
      }
      return isSystemLine(line) ? acceptsSystem(filter, line.event) : passesTests(tests, line);
    },
  };
}

/** The log's own lines are shown on request only, and to none but those who may see all tenants. */
function acceptsSystem(filter: AuditFilter, event: string): boolean {
  const ofRecords = [
    filter.events,
    filter.dataTag,
    filter.agentId,
    filter.toolName,
    filter.sessionId,
    filter.action,
    filter.boundary,
    filter.policyName,
    filter.decisionId,
    filter.approvalRequestId,
    filter.wouldHave,
    filter.shadowPolicyName,
  ];
  return (
    filter.event !== undefined &&
    filter.event.startsWith('audit.') &&
    eventMatches(filter.event, event) &&
    filter.tenants.includes('*') &&
    ofRecords.every((value) => value === undefined)
  );
}

function isByColumns(filter: AuditFilter): boolean {
  const { agentId, toolName, policyName, dataTag, shadowPolicyName } = filter;
  return shadowPolicyName !== undefined || [agentId, toolName, policyName, dataTag].includes(null);
}

function terms(filter: AuditFilter): number[][] {
  const groups: number[][] = [];
  const one = (field: TermField, value: string | null | undefined): void => {
    if (typeof value === 'string') groups.push([termHash(field, value)]);
  };
  one('decision', filter.decisionId);
  one('approval', filter.approvalRequestId);
  one('session', filter.sessionId);
  one('agent', filter.agentId);
  one('tool', filter.toolName);
  one('tag', filter.dataTag);
  one('policy', filter.policyName);
  one('event', filter.event?.replace(/\.\*$/, ''));
  one('action', filter.action);
  one('boundary', filter.boundary);
  if (!filter.tenants.includes('*') && filter.tenants.length <= MAX_TENANT_TERMS) {
    groups.push(filter.tenants.map((tenant) => termHash('tenant', tenant)));
  }
  return groups;
}

/** The rarest condition as the log writes it: lines are compact JSON, so equal values are equal bytes. */
function needle(filter: AuditFilter): Buffer | undefined {
  const fields: readonly [string, string | null | undefined][] = [
    ['decision_id', filter.decisionId],
    ['approval_request_id', filter.approvalRequestId],
    ['session_id', filter.sessionId],
    ['agent_id', filter.agentId],
    ['tool_name', filter.toolName],
    ['policy_name', filter.policyName],
    ['event', filter.event?.endsWith('.*') === true ? undefined : filter.event],
    ['action', filter.action],
  ];
  if (filter.wouldHave !== undefined || filter.shadowPolicyName !== undefined) {
    return Buffer.from('"would_have":{');
  }
  for (const [name, value] of fields) {
    if (typeof value === 'string') return Buffer.from(`"${name}":${JSON.stringify(value)}`);
  }
  return undefined;
}
