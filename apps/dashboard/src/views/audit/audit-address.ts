export { isRecord, type LogLine, type LogRecord } from '../../data/log-line.ts';

/** Where the view is: the list, or a decision over it. */
export function auditPath(search: string, decisionId = ''): string {
  const place = decisionId === '' ? '' : `/${encodeURIComponent(decisionId)}`;
  return `~/dashboard/audit${place}${search === '' ? '' : `?${search}`}`;
}
