import { csvRow } from '../csv.ts';
import type { AuditLine, SystemLine } from './audit-line.ts';

/** The columns, named as the log names the fields. */
const COLUMNS = [
  'seq',
  'ts',
  'event',
  'decision_id',
  'boundary',
  'action',
  'policy_name',
  'policy_revision',
  'tenant_id',
  'agent_id',
  'session_id',
  'tool_name',
  'data_tags',
  'detections',
  'parameters_digest',
  'principal',
  'approver_id',
  'reason_code',
  'approval_request_id',
  'request_id',
  'latency_us',
  'prev',
  'hash',
  'writer',
  'detail',
] as const satisfies readonly (keyof AuditLine)[];

/** First line of an export of the log as CSV. */
export const AUDIT_CSV_HEADER = `${COLUMNS.join(',')}\r\n`;

/**
 * A record as a row of RFC 4180, its line end included. Tags are joined by blanks, findings and details are JSON; a
 * text that a spreadsheet would run as a formula gets an apostrophe in front.
 */
export function auditCsvRow(line: AuditLine | SystemLine): string {
  const fields: Partial<Record<(typeof COLUMNS)[number], unknown>> = { ...line };
  return csvRow(COLUMNS.map((column) => valueOf(fields[column], column)));
}

function valueOf(value: unknown, column: string): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (column === 'data_tags' && Array.isArray(value)) return value.join(' ');
  return JSON.stringify(value);
}
