import type { AuditRecord } from '@safeai/core';
import { type Body, countedByType, MAX_LINE_BYTES, recordBody } from '../format/record-line.ts';

/** Longest body: the rest of a line takes at most 220 bytes. */
export const MAX_BODY_BYTES = MAX_LINE_BYTES - 256;

/** Longest text of a field, in UTF-16 units, where a record has to be cut. */
const SHORT = 64;

/** Most tags where a record has to be cut. */
const FEW = 64;

/**
 * The body of a record, at most {@link MAX_BODY_BYTES} long, so that no record is refused for its size. What is
 * left out, in this order and only as far as needed: digests of detections (they are counted by type then), the
 * detail, what is long or many in the other fields.
 */
export function fitBody(record: AuditRecord): Body {
  const body = recordBody(record);
  // A UTF-16 unit becomes at most three bytes: most bodies need no counting.
  if (body.length * 3 <= MAX_BODY_BYTES || fits(body)) return body;
  for (const shorten of [byType, withoutDetail]) {
    record = shorten(record);
    const shorter = recordBody(record);
    if (fits(shorter)) return shorter;
  }
  return recordBody(cut(record));
}

function fits(body: Body): boolean {
  return Buffer.byteLength(body) <= MAX_BODY_BYTES;
}

function byType(record: AuditRecord): AuditRecord {
  return { ...record, detections: countedByType(record.detections) };
}

function withoutDetail({ detail: _, ...record }: AuditRecord): AuditRecord {
  return record;
}

function cut(record: AuditRecord): AuditRecord {
  const fields = Object.entries(record).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? short(value) : value,
  ]);
  return {
    ...(Object.fromEntries(fields) as AuditRecord),
    dataTags: record.dataTags.slice(0, FEW).map(short),
    detections: [],
  };
}

function short(text: string): string {
  return text.length <= SHORT ? text : `${text.slice(0, SHORT - 1)}…`;
}
