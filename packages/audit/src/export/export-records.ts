import { AUDIT_CSV_HEADER, auditCsvRow } from '@safeai/core/stores';
import type { Line } from '../read/parse-line.ts';
import { ocsfEvent } from './ocsf.ts';

/** Forms that records are exported in. */
export type AuditExportFormat = 'ndjson' | 'csv' | 'ocsf';

/** Text is handed on in pieces of about so many UTF-16 code units. */
const PIECE = 65_536;

const LINES: Record<AuditExportFormat, (line: Line) => string> = {
  ndjson: (line) => `${JSON.stringify(line)}\n`,
  csv: auditCsvRow,
  ocsf: (line) => `${JSON.stringify(ocsfEvent(line))}\n`,
};

/**
 * Records as text: `ndjson` as the log has them; `csv` by RFC 4180 with a header; `ocsf` as events of OCSF 1.9, one
 * JSON object a line. Memory does not grow with the number of records.
 */
export async function* exportRecords(
  lines: AsyncIterable<Line>,
  format: AuditExportFormat,
): AsyncGenerator<string, void> {
  const write = LINES[format];
  let piece = format === 'csv' ? AUDIT_CSV_HEADER : '';
  for await (const line of lines) {
    piece += write(line);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
