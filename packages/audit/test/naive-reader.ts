import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { isSystemLine, type AuditLine, type SystemLine } from '../src/format/record-line.ts';
import { parseSegmentFile } from '../src/format/segment-name.ts';
import type { Action, AuditFilter } from '@safeai/core';

/**
 * What a query must find, the plain way: every line of every segment read, parsed and looked at.
 * In the order of the chain: for a log of one writer.
 */
export function naiveScan(folder: string, filter: AuditFilter): (AuditLine | SystemLine)[] {
  const lines = new Map<string, AuditLine | SystemLine>();
  for (const file of readdirSync(folder)) {
    const name = parseSegmentFile(file);
    if (name === undefined) continue;
    const bytes = readFileSync(join(folder, file));
    const text = (name.compressed ? gunzipSync(bytes) : bytes).toString();
    for (const each of text.trimEnd().split('\n')) {
      const line = JSON.parse(each) as AuditLine;
      lines.set(`${line.writer} ${line.seq}`, line);
    }
  }
  return [...lines.values()].filter((line) => accepts(filter, line)).sort((a, b) => a.seq - b.seq);
}

function accepts(filter: AuditFilter, line: AuditLine | SystemLine): boolean {
  const ts = Date.parse(line.ts);
  if (ts < (filter.since ?? -Infinity) || ts >= (filter.until ?? Infinity)) return false;
  const event = filter.event;
  const eventFits =
    event === undefined ||
    (event.endsWith('.*') ? line.event.startsWith(event.slice(0, -1)) : line.event === event);
  const isListed = filter.events?.includes(line.event) ?? true;
  const others = Object.keys(filter).filter(
    (key) => !['tenants', 'since', 'until', 'event'].includes(key),
  );
  if (isSystemLine(line)) {
    return eventFits && event !== undefined && filter.tenants.includes('*') && others.length === 0;
  }
  const { dataTag, wouldHave, shadowPolicyName } = filter;
  const shadow = line.detail?.would_have as
    { readonly action: Action; readonly policy_name: string | null } | undefined;
  const is = (wanted: string | null | undefined, value: string | null): boolean =>
    wanted === undefined || wanted === value;
  return (
    eventFits &&
    isListed &&
    (filter.tenants.includes('*') || filter.tenants.includes(line.tenant_id)) &&
    (typeof dataTag !== 'string' ||
      line.data_tags.some((tag) => `${tag}.`.startsWith(`${dataTag}.`))) &&
    (dataTag !== null || line.data_tags.length === 0) &&
    is(filter.agentId, line.agent_id) &&
    is(filter.toolName, line.tool_name) &&
    is(filter.sessionId, line.session_id) &&
    is(filter.boundary, line.boundary) &&
    is(filter.action, line.action) &&
    is(filter.policyName, line.policy_name) &&
    is(filter.approvalRequestId, line.approval_request_id) &&
    is(shadowPolicyName, shadow?.policy_name ?? null) &&
    (wouldHave === undefined ||
      (shadow !== undefined && (wouldHave === 'any' || wouldHave === shadow.action)))
  );
}
