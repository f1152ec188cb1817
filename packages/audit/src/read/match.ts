import { inScope, tagCovers } from '@safeai/core/stores';

import { isSystemLine, type AuditLine } from '../format/record-line.ts';
import { termHash, type TermField } from '../index-file/term.ts';
import type { Line } from './parse-line.ts';
import type { AuditFilter } from '@safeai/core';

/** A filter in the three forms that finding needs: numbers for the index, bytes for a scan, a last word. */
export interface Match {
  /** Terms of the index: of every group one must be there. */
  readonly terms: readonly (readonly number[])[];
  /** Bytes that every matching line has; undefined where there is no such thing. */
  readonly needle: Buffer | undefined;
  /** Milliseconds since the epoch, inclusive. */
  readonly since: number;
  /** Exclusive. */
  readonly until: number;
  /** Whether a line matches. */
  accepts(line: Line): boolean;
}

/** Past so many tenants the index is not asked for each. */
const MAX_TENANT_TERMS = 32;

/** Makes a filter ready for use. */
export function compileMatch(filter: AuditFilter): Match {
  const since = filter.since ?? -Infinity;
  const until = filter.until ?? Infinity;
  return {
    terms: terms(filter),
    needle: needle(filter),
    since,
    until,
    accepts: (line) => {
      if (since !== -Infinity || until !== Infinity) {
        const ts = Date.parse(line.ts);
        if (!(ts >= since && ts < until)) return false;
      }
      return isSystemLine(line) ? acceptsSystem(filter, line.event) : acceptsRecord(filter, line);
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
  ];
  return (
    filter.event !== undefined &&
    filter.event.startsWith('audit.') &&
    eventMatches(filter.event, event) &&
    filter.tenants.includes('*') &&
    ofRecords.every((value) => value === undefined)
  );
}

function acceptsRecord(filter: AuditFilter, line: AuditLine): boolean {
  const { event, events, dataTag } = filter;
  return (
    inScope(filter.tenants, line.tenant_id) &&
    (event === undefined || eventMatches(event, line.event)) &&
    (events === undefined || events.includes(line.event)) &&
    (dataTag === undefined || line.data_tags.some((tag) => tagCovers(dataTag, tag))) &&
    same(filter.agentId, line.agent_id) &&
    same(filter.toolName, line.tool_name) &&
    same(filter.sessionId, line.session_id) &&
    same(filter.action, line.action) &&
    same(filter.boundary, line.boundary) &&
    same(filter.policyName, line.policy_name) &&
    same(filter.decisionId, line.decision_id) &&
    same(filter.approvalRequestId, line.approval_request_id)
  );
}

const same = (wanted: string | undefined, value: string | null): boolean =>
  wanted === undefined || wanted === value;

function eventMatches(wanted: string, event: string): boolean {
  return wanted.endsWith('.*') ? event.startsWith(wanted.slice(0, -1)) : event === wanted;
}

function terms(filter: AuditFilter): number[][] {
  const groups: number[][] = [];
  const one = (field: TermField, value: string | undefined): void => {
    if (value !== undefined) groups.push([termHash(field, value)]);
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
  const fields: readonly [string, string | undefined][] = [
    ['decision_id', filter.decisionId],
    ['approval_request_id', filter.approvalRequestId],
    ['session_id', filter.sessionId],
    ['agent_id', filter.agentId],
    ['tool_name', filter.toolName],
    ['policy_name', filter.policyName],
    ['event', filter.event?.endsWith('.*') === true ? undefined : filter.event],
    ['action', filter.action],
  ];
  for (const [name, value] of fields) {
    if (value !== undefined) return Buffer.from(`"${name}":${JSON.stringify(value)}`);
  }
  return undefined;
}
