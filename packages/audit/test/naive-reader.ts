import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { isSystemLine, type AuditLine, type SystemLine } from '../src/format/record-line.ts';
import { parseSegmentFile } from '../src/format/segment-name.ts';
import type { AuditFilter } from '@safeai/core';

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
  const { dataTag } = filter;
  return (
    eventFits &&
    isListed &&
    (filter.tenants.includes('*') || filter.tenants.includes(line.tenant_id)) &&
    (dataTag === undefined || line.data_tags.some((tag) => `${tag}.`.startsWith(`${dataTag}.`))) &&
    (filter.agentId ?? line.agent_id) === line.agent_id &&
    (filter.toolName ?? line.tool_name) === line.tool_name &&
    (filter.sessionId ?? line.session_id) === line.session_id &&
    (filter.boundary ?? line.boundary) === line.boundary &&
    (filter.action ?? line.action) === line.action &&
    (filter.policyName ?? line.policy_name) === line.policy_name &&
    (filter.approvalRequestId ?? line.approval_request_id) === line.approval_request_id
  );
}
