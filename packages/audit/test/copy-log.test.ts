import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLog } from '../src/backup/copy-log.ts';
import { AuditMaintenance } from '../src/maintain/maintenance.ts';
import { AuditSpool } from '../src/spool/audit-spool.ts';
import { drainSpool } from '../src/spool/drain-spool.ts';
import {
  appendAll,
  openLog,
  own,
  recordedIds,
  testRecord,
  TestClock,
  verify,
} from './append-bed.ts';

// Real files on a machine that does other things too.
jest.setTimeout(60_000);

let root: string;
let from: string;
let to: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'safeai-audit-'));
  [from, to] = [join(root, 'from'), join(root, 'to')];
});

let stop: () => Promise<void> = () => Promise.resolve();

afterEach(async () => {
  await stop();
  stop = () => Promise.resolve();
  await rm(root, { recursive: true, force: true });
});

const nothingRecorded = { clock: new TestClock(), isRecorded: () => Promise.resolve(false) };

const DAY = 86_400_000;

/** A log of small segments at which a writer and its maintenance are at work until it is stopped. */
async function working(maxAgeDays: number) {
  const { log, clock } = await openLog(from, { maxBytes: 20_000 });
  const maintenance = new AuditMaintenance({
    folder: from,
    log,
    compress: true,
    maxAgeMs: maxAgeDays * DAY,
    clock,
  });
  const work = { written: 0, isDone: false };
  const running = (async (): Promise<void> => {
    while (!work.isDone) {
      await appendAll(log, work.written, work.written + 30);
      work.written += 30;
      clock.pass(DAY);
      await maintenance.runOnce();
    }
  })();
  stop = async () => {
    work.isDone = true;
    await running;
    await maintenance.stop();
    await log.close();
  };
  return work;
}

test('while it is written, rotated and compressed: all that was answered before, and it verifies', async () => {
  const work = await working(36_500);
  for (let round = 0; round < 8; round += 1) {
    const { written } = work;
    const copy = `${to}-${String(round)}`;
    await copyLog(from, copy);
    const ids = recordedIds(copy);
    const answered = Array.from({ length: written }, (_, number) => testRecord(number).decisionId);
    expect(answered.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await verify(copy)).problems).toEqual([]);
  }
  await stop();
  expect((await readdir(from)).some((file) => file.endsWith('.gz'))).toBe(true);
});

test('while old segments are deleted: what is left verifies', async () => {
  await working(5);
  for (let round = 0; round < 12; round += 1) {
    const copy = `${to}-${String(round)}`;
    await copyLog(from, copy);
    expect((await verify(copy)).problems).toEqual([]);
  }
  await stop();
  expect(own(from, 'audit.tombstone').length).toBeGreaterThan(0);
});

test('a line that is being written is left out', async () => {
  const { log } = await openLog(from);
  await appendAll(log, 0, 3);
  const [segment = ''] = (await readdir(from)).filter((file) => file.endsWith('.ndjson'));
  await appendFile(join(from, segment), '{"v":1,"writer":"w1","seq":99');
  await copyLog(from, to);
  expect((await verify(to)).problems).toEqual([]);
  expect(recordedIds(to)).toHaveLength(3);
  expect((await stat(join(to, segment))).mode & 0o777).toBe(0o600);
  await log.close();
});

test('what waits in the spool comes along, and is recorded once', async () => {
  const clock = new TestClock();
  const spool = new AuditSpool({ folder: from, clock });
  await spool.append(testRecord(1));
  await spool.append(testRecord(2));
  await copyLog(from, to);
  // The one that the log had already when it was copied.
  const { log } = await openLog(to);
  await log.append(testRecord(1));
  const drain = drainSpool(log, to, {
    clock,
    isRecorded: ({ decision_id: id }) => Promise.resolve(recordedIds(to).includes(id)),
  });
  await drain.runOnce();
  await drain.stop();
  await log.close();
  expect(recordedIds(to)).toEqual([testRecord(1).decisionId, testRecord(2).decisionId]);
  expect(await readdir(join(to, 'spool'))).toEqual([]);
  expect(await readdir(join(from, 'spool'))).toHaveLength(2);
});

test('a spool that is drained meanwhile is in the segments, or still in the spool', async () => {
  const { log, clock } = await openLog(from);
  const spool = new AuditSpool({ folder: from, clock });
  const expected: string[] = [];
  for (let number = 0; number < 40; number += 1) {
    await spool.append(testRecord(number));
    expected.push(testRecord(number).decisionId);
  }
  const drain = drainSpool(log, from, nothingRecorded);
  await copyLog(from, to);
  await drain.runOnce();
  await drain.stop();
  await log.close();
  const waiting = await readdir(join(to, 'spool')).catch(() => []);
  const spooled = await Promise.all(
    waiting.map((file) => readFile(join(to, 'spool', file), 'utf8')),
  );
  const there = [...recordedIds(to), ...spooled].join('\n');
  expect(expected.filter((id) => !there.includes(id))).toEqual([]);
  expect((await verify(to)).problems).toEqual([]);
});

test('what has the name of a segment or of a spool file and is no file is left out', async () => {
  const { log } = await openLog(from);
  await appendAll(log, 0, 3);
  await log.close();
  await mkdir(join(from, 'spool', 'b.ndjson'), { recursive: true });
  execFileSync('mkfifo', [
    join(from, 'spool', 'a.ndjson'),
    join(from, 'audit-w1-000000000000009.ndjson'),
    join(from, 'audit-w2-000000000000001.ndjson'),
    join(from, 'audit-w2-000000000000005.ndjson.gz'),
  ]);
  await copyLog(from, to);
  expect(recordedIds(to)).toHaveLength(3);
  expect(await readdir(join(to, 'spool'))).toEqual([]);
  expect((await verify(to)).problems).toEqual([]);
});

test('no log is an empty copy; a folder that is there is not written into', async () => {
  await copyLog(from, to);
  expect(await readdir(to)).toEqual([]);
  await writeFile(join(to, 'mine'), '');
  await expect(copyLog(from, to)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readdir(to)).toEqual(['mine']);
});
