import type { AuditLine, SystemLine } from '@safeai/core';
import type { Colours } from './colours.ts';
import { printable } from './printable.ts';
import { colouredAction } from './verdict.ts';

/** What every line has, and what records have beside it; the log's own lines have none of that. */
type Shown = Pick<SystemLine, 'ts' | 'event'> & Partial<AuditLine>;

/** A line of the log in one line: when, what, by which rule, who, about what. */
export function auditRecordLine(line: AuditLine | SystemLine, colours: Colours): string {
  const record: Shown = line as Shown;
  const { ts, event, action, policy_name: rule, decision_id: id } = record;
  const about = [
    ['agent', record.agent_id],
    ['tool', record.tool_name],
    ['session', record.session_id],
    ['tenant', record.tenant_id === 'default' ? null : record.tenant_id],
    ['approval', record.approval_request_id],
    ['found', findings(record)],
  ].flatMap(([name, value]) => (value ? [`${name ?? ''}=${printable(value)}`] : []));
  const parts = [
    colours.dim(ts),
    event,
    action === undefined ? '' : colouredAction(action, colours),
    printable(rule ?? ''),
    ...about,
    colours.dim(id ?? ''),
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function findings({ detections = [] }: Shown): string {
  return detections
    .map(({ type, count }) => (count === 1 ? type : `${type}×${String(count)}`))
    .join(',');
}
