import type { WireAuditRecord, WireDecision, WireLogLine } from '@safeai/api';
import type { Colours } from './colours.ts';
import { printable } from './printable.ts';
import { colouredAction } from './verdict.ts';

/** What every line has, and what records have beside it; the log's own lines have none of that. */
type Shown = Pick<WireLogLine, 'ts' | 'event'> & Partial<WireAuditRecord>;

/** A line of the log in one line: when, what, by which rule, who, about what. */
export function auditRecordLine(line: WireAuditRecord | WireLogLine, colours: Colours): string {
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
    action === undefined ? '' : colouredAction(action as WireDecision['action'], colours),
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
