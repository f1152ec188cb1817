import { expect } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AuditRecord, Clock } from '@safeai/core';
import { AuditLog } from '../src/append/audit-log.ts';
import type { AuditLogOptions } from '../src/append/audit-log-options.ts';
import type { AuditLine, SystemLine } from '../src/format/record-line.ts';
import { parseSegmentFile } from '../src/format/segment-name.ts';
import { publicKeys } from '../src/receipt/receipt.ts';
import type { AuditNotice } from '../src/status.ts';
import { verifyLog } from '../src/verify/safeai-verify.ts';
import type { VerifyReport } from '../src/verify/report.ts';
import { TEST_KEYS, testRecord } from './signed-log.ts';

export { TEST_KEYS, testRecord } from './signed-log.ts';

/** Time that passes only when told. */
export class TestClock implements Clock {
  #ms = 0;

  now(): number {
    return Date.UTC(2026, 0, 5, 12) + this.#ms;
  }

  monotonic(): number {
    return this.#ms;
  }

  pass(ms: number): void {
    this.#ms += ms;
  }
}

/** A log in a folder, and what it told. */
export interface TestLog {
  readonly log: AuditLog;
  readonly clock: TestClock;
  readonly notices: AuditNotice[];
  readonly kinds: () => readonly string[];
}

export async function openLog(
  folder: string,
  options: Partial<AuditLogOptions> = {},
): Promise<TestLog> {
  const clock = new TestClock();
  const notices: AuditNotice[] = [];
  const log = await AuditLog.open({
    folder,
    maxBytes: 2 ** 20,
    durability: 'group',
    minFreeBytes: 0,
    // A busy machine is no test of this.
    appendTimeoutMs: 30_000,
    keys: TEST_KEYS,
    clock,
    onNotice: (notice) => notices.push(notice),
    ...options,
  });
  return { log, clock, notices, kinds: () => notices.map(({ kind }) => kind) };
}

/** Appends records, all at once. */
export async function appendAll(
  log: Pick<AuditLog, 'append'>,
  from: number,
  to: number,
): Promise<void> {
  await Promise.all(numbers(from, to).map((number) => log.append(testRecord(number))));
}

export function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

export function segments(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => parseSegmentFile(file) !== undefined)
    .sort();
}

/** All lines of a folder, in order of the files. */
export function lines(folder: string): readonly (AuditLine | SystemLine)[] {
  return segments(folder).flatMap((file) => {
    const bytes = readFileSync(join(folder, file));
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    expect(text === '' || text.endsWith('\n')).toBe(true);
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as AuditLine | SystemLine);
  });
}

export function events(folder: string): readonly string[] {
  return lines(folder).map(({ event }) => event);
}

/** Lines of the log's own of a kind. */
export function own(folder: string, event: string): readonly SystemLine[] {
  return lines(folder).filter((line): line is SystemLine => line.event === event);
}

/** The ids of the records in a folder, in order. */
export function recordedIds(folder: string): readonly string[] {
  return lines(folder).flatMap((line) => ('decision_id' in line ? [line.decision_id] : []));
}

export function idsOf(records: readonly AuditRecord[]): readonly string[] {
  return records.map(({ decisionId }) => decisionId);
}

export function verify(folder: string, checkpoints?: string): Promise<VerifyReport> {
  return verifyLog({
    folder,
    chainKeys: TEST_KEYS.chain,
    jwks: publicKeys(TEST_KEYS),
    ...(checkpoints === undefined ? {} : { checkpoints }),
  });
}

/** Every record once and in order, and a log in which nothing is wrong. */
export async function expectRecords(folder: string, from: number, to: number): Promise<void> {
  expect(recordedIds(folder)).toEqual(idsOf(numbers(from, to).map(testRecord)));
  expect((await verify(folder)).problems).toEqual([]);
}
