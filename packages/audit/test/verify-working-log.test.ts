import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { appendFile, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@safeai/core';
import { AuditLog } from '../src/append/audit-log.ts';
import { AuditMaintenance } from '../src/maintain/maintenance.ts';
import { publicKeys } from '../src/receipt/receipt.ts';
import { verifyLog } from '../src/verify/safeai-verify.ts';
import { TEST_KEYS, testRecord } from './signed-log.ts';

// Real files and processes on a machine that does other things too.
jest.setTimeout(60_000);

let folder: string;
let sink: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safeai-audit-'));
  sink = join(folder, 'checkpoints');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const DAY = 86_400_000;

/** A clock that stands at a day until it is told the next. */
class Days implements Clock {
  day = 0;

  now(): number {
    return Date.UTC(2026, 0, 5, 12) + this.day * DAY;
  }

  monotonic(): number {
    return this.day * DAY;
  }
}

function open(clock: Clock = new Days(), maxBytes = 20_000): Promise<AuditLog> {
  return AuditLog.open({
    folder,
    maxBytes,
    durability: 'os',
    minFreeBytes: 0,
    checkpointEvery: { records: 20, ms: 3_600_000 },
    checkpointFile: sink,
    keys: TEST_KEYS,
    clock,
  });
}

async function appendAll(log: AuditLog, from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  await Promise.all(numbers.map((number) => log.append(testRecord(number))));
}

function verify(live: boolean) {
  const jwks = publicKeys(TEST_KEYS);
  return verifyLog({ folder, chainKeys: TEST_KEYS.chain, jwks, checkpoints: sink, live });
}

async function segmentsOf(writer: string): Promise<string[]> {
  const files = await readdir(folder);
  return files.filter((file) => /\.ndjson(\.gz)?$/.test(file) && file.includes(writer)).sort();
}

test('is in order at any moment while it is written, rotated, compressed and deleted', async () => {
  const clock = new Days();
  const logs = [await open(clock), await open(clock)];
  const [log] = logs;
  if (log === undefined) throw new Error('There is no log.');
  const maintenance = new AuditMaintenance({
    folder,
    log,
    compress: true,
    maxAgeMs: 30 * DAY,
    clock,
  });
  const work = { isDone: false };
  const seen: unknown[] = [];
  const verifying = (async () => {
    while (!work.isDone) seen.push(...(await verify(true)).problems);
  })();
  for (let round = 0; round < 12; round += 1) {
    clock.day = round;
    await Promise.all(logs.map((each) => appendAll(each, round * 30, round * 30 + 30)));
    await maintenance.runOnce();
  }
  clock.day = 100;
  await appendAll(log, 400, 450);
  await maintenance.runOnce();
  await maintenance.stop();
  work.isDone = true;
  await verifying;
  expect(seen).toEqual([]);
  for (const each of logs) await each.close();

  const segments = await segmentsOf('w1');
  expect(segments[0]).not.toBe('audit-w1-000000000000001.ndjson.gz');
  const report = await verify(false);
  expect(report.problems).toEqual([]);
  expect(report.checkpoints).toBeGreaterThan(10);
});

test('goes on after a torn line was cut off, and after a damage that is told for good', async () => {
  await (await open()).close();
  const first = await open();
  await appendAll(first, 0, 10);
  await first.close();
  const [file = ''] = await segmentsOf('w1');
  await appendFile(join(folder, file), '{"v":1,"writer":"w1","seq":');
  expect((await verify(false)).problems).toMatchObject([{ code: 'torn_line', file }]);

  const second = await open();
  await appendAll(second, 10, 20);
  await second.close();
  expect((await verify(false)).problems).toEqual([]);

  const [, after = ''] = await segmentsOf('w1');
  await appendFile(join(folder, after), '{"what":"is this"}\n');
  const third = await open();
  await appendAll(third, 20, 30);
  await third.close();
  expect((await verify(false)).problems).toMatchObject([{ code: 'damaged', file: after }]);
});

test('with its tail cut while nobody looked is found by the second sink alone, also later', async () => {
  const first = await open();
  await appendAll(first, 0, 45);
  await first.close();
  const [file = ''] = await segmentsOf('w1');
  const { bytes } = await cutLines(file, 10);
  expect((await verify(false)).problems).toMatchObject([
    { code: 'tail_missing', file, byte: bytes },
  ]);

  const second = await open();
  await appendAll(second, 45, 50);
  await second.close();
  expect((await verify(false)).problems).toMatchObject([
    { code: 'tail_missing', file, byte: bytes },
  ]);
  const jwks = publicKeys(TEST_KEYS);
  expect(await verifyLog({ folder, chainKeys: TEST_KEYS.chain, jwks })).toMatchObject({ ok: true });
});

/** Cuts so many lines off the end of a segment. */
async function cutLines(file: string, count: number): Promise<{ bytes: number }> {
  const path = join(folder, file);
  const text = await readFile(path);
  let bytes = text.length;
  for (let line = 0; line < count; line += 1) bytes = text.lastIndexOf('\n', bytes - 2) + 1;
  await truncate(path, bytes);
  return { bytes };
}
