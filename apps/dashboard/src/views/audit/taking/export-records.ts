import { AUDIT_CSV_HEADER, auditCsvRow } from '@safeai/core/stores';
import type { Fetched } from '../list/record-pages.ts';
import type { LogLine } from '../audit-address.ts';

/** Forms that records can be taken in. */
export type TakenAs = 'jsonl' | 'csv';

/** Most records of one download. */
export const MOST_TAKEN = 100_000;

/** Records of a page. */
const PAGE = 1000;

/** What was taken. */
export interface Taken {
  readonly parts: readonly string[];
  readonly count: number;
  /** There were more than the most. */
  readonly isCut: boolean;
}

interface Taking {
  readonly as: TakenAs;
  readonly fetch: (limit: number, cursor: string | null) => Promise<Fetched<LogLine>>;
  readonly onProgress: (count: number) => void;
}

/** Reads page after page into the text of a file, newest first. @throws (rejects) what a page was refused with */
export async function takeRecords({ as, fetch, onProgress }: Taking): Promise<Taken> {
  const parts = as === 'csv' ? [AUDIT_CSV_HEADER] : [];
  const write = as === 'csv' ? auditCsvRow : (line: LogLine) => `${JSON.stringify(line)}\n`;
  let count = 0;
  let cursor: string | null = null;
  do {
    const { rows, next }: Fetched<LogLine> = await fetch(
      Math.min(PAGE, MOST_TAKEN - count),
      cursor,
    );
    parts.push(rows.map(write).join(''));
    count += rows.length;
    cursor = next;
    onProgress(count);
  } while (cursor !== null && count < MOST_TAKEN);
  return { parts, count, isCut: cursor !== null };
}
