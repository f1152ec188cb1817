import type { WireAuditRecord } from '@safeai/api';
import type { Colours } from './colours.ts';
import { printable } from './printable.ts';
import { colouredAction } from './verdict.ts';

/** A record in one line: when, what, by which rule, who, about what. */
export function auditRecordLine(record: WireAuditRecord, colours: Colours): string {
  const { ts, event, action, policy_name: rule, decision_id: id } = record;
  // The log's own lines have no action.
  const what = action === undefined ? '' : colouredAction(action as never, colours);
  const about = [
    ['agent', record.agent_id],
    ['tool', record.tool_name],
    ['session', record.session_id],
    ['tenant', record.tenant_id === 'default' ? null : record.tenant_id],
    ['approval', record.approval_request_id],
    ['found', findings(record)],
  ].flatMap(([name, value]) => (value ? [`${name ?? ''}=${printable(value)}`] : []));
  const parts = [colours.dim(ts), event, what, rule === null ? '' : printable(rule ?? ''), ...about];
  return [...parts, colours.dim(id ?? '')].filter((part) => part !== '').join('  ');
}

function findings({ detections = [] }: WireAuditRecord): string {
  return detections.map(({ type, count }) => (count === 1 ? type : `${type}×${String(count)}`)).join(',');
}
