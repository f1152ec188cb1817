import type { AnswerOf } from '@safeai/client';

/** A line of the log: a record, or one that the log writes about itself. */
export type LogLine = AnswerOf<'audit'>[number];

/** A record of the log. */
export type LogRecord = AnswerOf<'audit_record'>;

/** Whether a line is a record. The log's own lines have no decision. */
export function isRecord(line: LogLine): line is LogRecord {
  return 'decision_id' in line;
}
