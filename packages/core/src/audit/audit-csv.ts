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

/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A record as a row of RFC 4180, its line end included. Tags are joined by blanks, findings and details are JSON; a
 * text that a spreadsheet would run as a formula gets an apostrophe in front.
 */
export function auditCsvRow(line: AuditLine | SystemLine): string {
  const fields: Partial<Record<(typeof COLUMNS)[number], unknown>> = { ...line };
  return `${COLUMNS.map((column) => cell(fields[column], column)).join(',')}\r\n`;
}

function cell(value: unknown, column: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  const text =
    column === 'data_tags' && Array.isArray(value)
      ? value.join(' ')
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
