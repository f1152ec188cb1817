import { describe, expect, it } from '@jest/globals';
import type { LogLine } from '../audit-address.ts';
import { MOST_TAKEN, takeRecords } from './export-records.ts';

const lineOf = (seq: number): LogLine =>
  ({
    v: 1,
    writer: 'w1',
    seq,
    ts: 'x',
    event: 'scan.allowed',
    agent_id: '=1+1',
  }) as unknown as LogLine;

/** A log of so many records. */
const logOf = (size: number) => (limit: number, cursor: string | null) => {
  const first = Number(cursor ?? 0);
  const last = Math.min(size, first + limit);
  return Promise.resolve({
    rows: Array.from({ length: last - first }, (_, at) => lineOf(size - first - at)),
    next: last < size ? String(last) : null,
  });
};

describe('What is taken of the log', () => {
  it('is every record, verbatim, a line each', async () => {
    const seen: number[] = [];
    const { parts, count, isCut } = await takeRecords({
      ...{ as: 'jsonl', fetch: logOf(2500) },
      onProgress: (so) => seen.push(so),
    });
    const lines = parts.join('').trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(
      Array.from({ length: 2500 }, (_, at) => lineOf(2500 - at)),
    );
    expect([count, isCut, seen]).toEqual([2500, false, [1000, 2000, 2500]]);
  });

  it('has as CSV a header, and nothing that a spreadsheet would run', async () => {
    const { parts } = await takeRecords({
      as: 'csv',
      fetch: logOf(2),
      onProgress: () => undefined,
    });
    const [header, ...rows] = parts.join('').split('\r\n');
    expect(header).toMatch(/^seq,ts,event,decision_id,/);
    expect(rows.slice(0, 2).every((row) => row.includes(",'=1+1,"))).toBe(true);
  });

  it('has an end, and says so', async () => {
    const taken = await takeRecords({
      ...{ as: 'csv', fetch: logOf(MOST_TAKEN + 1), onProgress: () => undefined },
    });
    expect([taken.count, taken.isCut]).toEqual([MOST_TAKEN, true]);
  });
});
