import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditFiles, nodeFiles } from '../src/append/files.ts';
import { tolerantSink } from '../src/append/tolerant-sink.ts';
import {
  appendAll,
  expectRecords,
  lines,
  numbers,
  openLog,
  own,
  recordedIds,
  segments,
  testRecord,
  verify,
} from './append-bed.ts';
import { type Faults, faultyFiles, isSegment } from './faulty-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const refused = { code: 'audit_unavailable' };

/** Lets a fault happen a number of times. */
function times(count: number): () => boolean {
  return () => count-- > 0;
}

describe('an error of the disk', () => {
  test.each<[string, (isDue: () => boolean) => Faults]>([
    [
      'fsync',
      (isDue) => ({ datasync: (path) => (isSegment(path) && isDue() ? 'EIO' : undefined) }),
    ],
    [
      'a full disk, in the middle of a line',
      (isDue) => ({
        write: (path) => (isSegment(path) && isDue() ? { code: 'ENOSPC', after: 100 } : undefined),
      }),
    ],
    [
      'a full disk, between two lines',
      (isDue) => ({
        write: (path) => (isSegment(path) && isDue() ? { code: 'ENOSPC', after: 0 } : undefined),
      }),
    ],
  ])('is survived in a new segment, and nobody notices: %s', async (_, faults) => {
    const folder = temporaryFolder();
    let isOn = false;
    const once = times(1);
    const { log, kinds } = await openLog(folder, {
      files: faultyFiles(faults(() => isOn && once())),
    });
    await appendAll(log, 0, 10);
    isOn = true;
    await appendAll(log, 10, 20);
    await appendAll(log, 20, 30);
    await log.close();
    expect(segments(folder)).toHaveLength(2);
    expect(kinds()).toEqual([]);
    await expectRecords(folder, 0, 30);
  });

  test('at the very first line leaves no trace', async () => {
    const folder = temporaryFolder();
    const once = times(1);
    const files = faultyFiles({
      datasync: (path) => (isSegment(path) && once() ? 'EIO' : undefined),
    });
    const { log } = await openLog(folder, { files });
    await appendAll(log, 0, 5);
    await log.close();
    expect(segments(folder)).toHaveLength(1);
    await expectRecords(folder, 0, 5);
  });

  test('where the file cannot be cut either, the next segment says what does not count', async () => {
    const folder = temporaryFolder();
    let isOn = false;
    const once = times(1);
    const files = faultyFiles({
      datasync: (path) => (isSegment(path) && isOn && once() ? 'EIO' : undefined),
      truncate: (path) => (isSegment(path) && isOn ? 'EIO' : undefined),
    });
    const { log } = await openLog(folder, { files });
    await appendAll(log, 0, 10);
    isOn = true;
    await appendAll(log, 10, 20);
    isOn = false;
    await log.close();
    const [, second] = own(folder, 'audit.segment');
    expect(second?.detail.previous).toHaveProperty('void_from');
    expect((await verify(folder)).problems).toEqual([]);
    const ids = numbers(0, 20).map((number) => testRecord(number).decisionId);
    expect(new Set(recordedIds(folder))).toEqual(new Set(ids));
  });

  test('that lasts refuses records, is told once, and ends', async () => {
    const folder = temporaryFolder();
    let isOn = false;
    const files = faultyFiles({
      write: (path) => (isSegment(path) && isOn ? { code: 'ENOSPC', after: 70 } : undefined),
    });
    const { log, clock, kinds } = await openLog(folder, { files });
    await appendAll(log, 0, 5);
    isOn = true;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(log.append(testRecord(99))).rejects.toMatchObject(refused);
      clock.pass(300);
    }
    expect(log.status()).toMatchObject({ state: 'failing', refused: 5 });
    expect(log.status().reason).toContain('ENOSPC');
    expect(recordedIds(folder)).toHaveLength(5);
    for (const file of segments(folder)) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text === '' || text.endsWith('\n')).toBe(true);
    }
    isOn = false;
    await appendAll(log, 5, 10);
    expect(log.status()).toMatchObject({ state: 'ok', reason: null });
    expect(kinds()).toEqual(['failing', 'recovered']);
    await log.close();
    await expectRecords(folder, 0, 10);
  });

  test('is not tried again at every record', async () => {
    const folder = temporaryFolder();
    let attempts = 0;
    const files = faultyFiles({
      write: (path) => {
        if (!isSegment(path)) return undefined;
        attempts += 1;
        return { code: 'EIO', after: 0 };
      },
    });
    const { log, clock } = await openLog(folder, { files });
    for (let number = 0; number < 50; number += 1) {
      await expect(log.append(testRecord(number))).rejects.toMatchObject(refused);
    }
    expect(attempts).toBe(2);
    clock.pass(250);
    await expect(log.append(testRecord(50))).rejects.toMatchObject(refused);
    expect(attempts).toBe(4);
    expect(log.status().refused).toBe(51);
    await log.close();
  });

  test('whose leftover cannot even be deleted hinders nothing once it can', async () => {
    const folder = temporaryFolder();
    let isOn = true;
    const files = faultyFiles({
      datasync: (path) => (isSegment(path) && isOn ? 'EIO' : undefined),
      rm: (path) => (isSegment(path) && isOn ? 'EIO' : undefined),
    });
    const { log, clock } = await openLog(folder, { files });
    await expect(log.append(testRecord(0))).rejects.toMatchObject(refused);
    isOn = false;
    clock.pass(250);
    await appendAll(log, 0, 3);
    await log.close();
    await expectRecords(folder, 0, 3);
  });

  test('ends by itself: the log looks even where nobody asks', async () => {
    const folder = temporaryFolder();
    let isOn = true;
    const files = faultyFiles({
      write: (path) => (isSegment(path) && isOn ? { code: 'EIO', after: 0 } : undefined),
    });
    let tell: () => void = () => undefined;
    const recovered = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const { log } = await openLog(folder, {
      files,
      onNotice: ({ kind }) => {
        if (kind === 'recovered') tell();
      },
    });
    await expect(log.append(testRecord(0))).rejects.toMatchObject(refused);
    isOn = false;
    await recovered;
    expect(log.status().state).toBe('ok');
    await log.close();
  });

  test('while rotating costs nothing', async () => {
    const folder = temporaryFolder();
    let isOn = false;
    const files = faultyFiles({
      datasync: (path) => (isSegment(path) && isOn ? 'EIO' : undefined),
    });
    const { log, kinds } = await openLog(folder, { files });
    await appendAll(log, 0, 5);
    isOn = true;
    await log.rotate();
    isOn = false;
    await appendAll(log, 5, 10);
    await log.close();
    expect(kinds()).toEqual([]);
    await expect(verify(folder)).resolves.toMatchObject({ problems: [] });
    expect(new Set(recordedIds(folder)).size).toBe(10);
  });
});

describe('a disk that does not answer', () => {
  test('holds nobody for longer than the limit, and what it took counts in the end', async () => {
    const folder = temporaryFolder();
    let release: () => void = () => undefined;
    let isOn = false;
    const files = faultyFiles({
      datasync: (path) =>
        isSegment(path) && isOn
          ? new Promise<void>((resolve) => {
              release = resolve;
            })
          : undefined,
    });
    const { log, kinds } = await openLog(folder, { files, appendTimeoutMs: 500 });
    await appendAll(log, 0, 3);
    isOn = true;
    const late = await Promise.allSettled([
      log.append(testRecord(3)),
      log.flush(),
      log.append(testRecord(90)),
    ]);
    expect(late.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(log.append(testRecord(91))).rejects.toMatchObject(refused);
    expect(log.status().state).toBe('failing');
    isOn = false;
    release();
    while (log.status().state === 'failing') await new Promise(setImmediate);
    await appendAll(log, 4, 6);
    await log.close();
    expect(kinds()).toEqual(['failing', 'recovered']);
    await expectRecords(folder, 0, 6);
  });

  test('does not keep a process from ending', async () => {
    const folder = temporaryFolder();
    let release: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      release = resolve;
    });
    const files = faultyFiles({ datasync: (path) => (isSegment(path) ? stopped : undefined) });
    const { log } = await openLog(folder, { files, appendTimeoutMs: 20 });
    await expect(log.append(testRecord(0))).rejects.toMatchObject(refused);
    await log.close();
    // What is under way may still be written: the slot stays taken.
    const next = await openLog(folder);
    expect(next.log.writer).toBe('w2');
    release();
    for (let writer = ''; writer !== 'w1';) {
      const { log: other } = await openLog(folder);
      writer = other.writer;
      await other.close();
    }
    await next.log.close();
    await expectRecords(folder, 0, 1);
  });
});

test('a program that is kept busy for longer than the limit does not take its disk for a slow one', async () => {
  const folder = temporaryFolder();
  const { log, kinds } = await openLog(folder, { appendTimeoutMs: 100 });
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const appended = log.append(testRecord(0));
  const ended = Promise.allSettled([appended]);
  for (let turn = 0; turn < 10; turn++) {
    await new Promise(setImmediate);
    Atomics.wait(sleeper, 0, 0, 200);
  }
  expect(await ended).toEqual([{ status: 'fulfilled', value: undefined }]);
  await log.close();
  expect(kinds()).toEqual([]);
  await expectRecords(folder, 0, 1);
});

test('a second place for checkpoints that does not answer holds up nothing', async () => {
  const folder = temporaryFolder();
  const checkpointFile = join(folder, 'checkpoints');
  let release: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    release = resolve;
  });
  const files = faultyFiles({
    datasync: (path) => (path === checkpointFile ? stopped : undefined),
  });
  const { log } = await openLog(folder, {
    files,
    checkpointFile,
    appendTimeoutMs: 500,
    checkpointEvery: { records: 1, ms: 3_600_000 },
  });
  await appendAll(log, 0, 3);
  await log.close();
  release();
  await expectRecords(folder, 0, 3);
});

describe('short space', () => {
  const min = 100 * 2 ** 20;

  test('warns, then refuses, then takes records again', async () => {
    const folder = temporaryFolder();
    let free = 3 * min;
    const files = faultyFiles({ freeBytes: () => free });
    const { log, clock, kinds } = await openLog(folder, { files, minFreeBytes: min });
    const at = async (bytes: number): Promise<string> => {
      free = bytes;
      clock.pass(1000);
      await log.append(testRecord(0)).catch(() => undefined);
      return log.status().state;
    };
    expect(await at(3 * min)).toBe('ok');
    expect(await at(2 * min - 1)).toBe('warning');
    expect(await at(1.5 * min)).toBe('warning');
    expect(await at(min - 1)).toBe('failing');
    expect(log.status().reason).toContain('min_free_mb');
    expect(log.status().freeBytes).toBe(min - 1);
    expect(await at(min)).toBe('warning');
    expect(await at(3 * min)).toBe('ok');
    expect(kinds()).toEqual(['disk_low', 'failing', 'recovered']);
    await log.close();
    expect(recordedIds(folder)).toHaveLength(5);
  });

  test('does not hinder the lines that make room', async () => {
    const folder = temporaryFolder();
    const files = faultyFiles({ freeBytes: () => min - 1 });
    const { log } = await openLog(folder, { files, minFreeBytes: min });
    await expect(log.append(testRecord(0))).rejects.toMatchObject(refused);
    const tombstone = { segments: [], ...log.sign('text') };
    await log.appendSystem('audit.tombstone', tombstone);
    expect(log.status().state).toBe('failing');
    expect(own(folder, 'audit.tombstone')).toHaveLength(1);
    await log.close();
  });

  test('is looked at once a second', async () => {
    const folder = temporaryFolder();
    let looks = 0;
    const files = faultyFiles({
      freeBytes: () => {
        looks += 1;
        return 3 * min;
      },
    });
    const { log, clock } = await openLog(folder, { files, minFreeBytes: min });
    for (let number = 0; number < 20; number += 1) {
      await log.append(testRecord(number));
      clock.pass(100);
    }
    expect(looks).toBe(2);
    await log.close();
  });
});

test('a tolerant sink lets go on and the log says what is missing', async () => {
  const folder = temporaryFolder();
  let isOn = false;
  const files = faultyFiles({
    write: (path) => (isSegment(path) && isOn ? { code: 'ENOSPC', after: 9 } : undefined),
  });
  const { log, clock, kinds } = await openLog(folder, { files });
  const lost: number[] = [];
  const sink = tolerantSink(log, (count) => lost.push(count));
  await sink.append(testRecord(0));
  isOn = true;
  for (const number of [7, 8, 9]) await sink.append(testRecord(number));
  isOn = false;
  clock.pass(250);
  await sink.append(testRecord(1));
  await sink.append(testRecord(2));
  await log.close();
  expect(lost).toEqual([1, 2, 3]);
  expect(own(folder, 'audit.gap').map(({ detail }) => detail)).toEqual([
    { lost: 3, since: new Date(testRecord(7).ts).toISOString() },
  ]);
  expect(kinds()).toEqual(['failing', 'gap', 'recovered']);
  const order = lines(folder).map((line) => ('decision_id' in line ? 'record' : line.event));
  expect(order.indexOf('audit.gap')).toBeLessThan(order.lastIndexOf('record'));
  await expectRecords(folder, 0, 3);
});

test('a tolerant sink does not hide what is no trouble of the disk', async () => {
  const folder = temporaryFolder();
  const { log } = await openLog(folder);
  const sink = tolerantSink(log, () => undefined);
  await log.close();
  await sink.append(testRecord(0));
  const broken = { append: () => Promise.reject(new TypeError('broken')), countLost: () => 0 };
  await expect(tolerantSink(broken, () => undefined).append(testRecord(0))).rejects.toThrow(
    'broken',
  );
});

describe('a folder that cannot be written', () => {
  test('is told at the start: a file is in its place', async () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    await expect(openLog(join(path, 'audit'))).rejects.toMatchObject(refused);
    await expect(openLog(join(path, 'audit'))).rejects.toThrow('ENOTDIR');
  });

  test('is told at the start: read-only', async () => {
    const folder = temporaryFolder();
    const files = faultyFiles({ open: (_, flags) => (flags === 'r' ? undefined : 'EROFS') });
    await expect(openLog(folder, { files })).rejects.toThrow(`${folder} cannot be opened (EROFS)`);
  });

  test('refuses records where it becomes so later, and recovers', async () => {
    const folder = temporaryFolder();
    let isOn = false;
    const files = faultyFiles({
      open: (path, flags) => (isOn && isSegment(path) && flags !== 'r' ? 'EROFS' : undefined),
    });
    const { log, clock } = await openLog(folder, { files });
    isOn = true;
    await expect(log.append(testRecord(0))).rejects.toThrow('EROFS');
    isOn = false;
    clock.pass(250);
    await appendAll(log, 0, 3);
    await log.close();
    await expectRecords(folder, 0, 3);
  });
});

test('closing ends, and gives the file up, where the folder of the lock cannot be read any more', async () => {
  const folder = temporaryFolder();
  let isOn = false;
  const files: AuditFiles = {
    ...nodeFiles,
    readdir: (path) =>
      isOn
        ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }))
        : nodeFiles.readdir(path),
  };
  const { log, clock } = await openLog(folder, { files });
  await appendAll(log, 0, 3);
  isOn = true;
  clock.pass(45_000);
  await expect(log.close()).resolves.toBeUndefined();
  isOn = false;
  const { log: next } = await openLog(folder);
  await appendAll(next, 3, 5);
  await next.close();
  await expectRecords(folder, 0, 5);
});

/** A file system of its own, so small that it can be filled; whoever may not mount one has the faults above. */
function smallDisk(folder: string, size: string): boolean {
  mkdirSync(folder);
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', folder]).status === 0;
}

test('a disk that is really full refuses, leaves no half line, and recovers', async () => {
  const folder = join(temporaryFolder(), 'disk');
  const isReal = smallDisk(folder, '256k');
  let written = 0;
  const full = 200_000;
  const files = faultyFiles({
    write: (path) => {
      if (isReal || !isSegment(path)) return undefined;
      written += 1000;
      return written > full ? { code: 'ENOSPC', after: 300 } : undefined;
    },
  });
  try {
    const { log, clock } = await openLog(folder, { files, maxBytes: 40_000 });
    let recorded = 0;
    for (;;) {
      const outcome = await log.append(testRecord(recorded)).catch((error: unknown) => error);
      if (outcome !== undefined) {
        expect(outcome).toMatchObject(refused);
        break;
      }
      recorded += 1;
    }
    expect(log.status().reason).toContain('ENOSPC');
    // Reading the lines says whether one is torn.
    expect(recordedIds(folder)).toHaveLength(recorded);
    if (isReal) expect(spawnSync('mount', ['-o', 'remount,size=4m', folder]).status).toBe(0);
    written = -Infinity;
    clock.pass(250);
    await appendAll(log, recorded, recorded + 5);
    await log.close();
    await expectRecords(folder, 0, recorded + 5);
  } finally {
    if (isReal) spawnSync('umount', ['-l', folder]);
  }
});
