import { describe, expect, test } from '@jest/globals';
import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { nodeFiles } from '../src/append/files.ts';
import { SlotLock } from '../src/append/slot-lock.ts';
import { AuditReader } from '../src/read/reader.ts';
import {
  appendAll,
  idsOf,
  numbers,
  openLog,
  recordedIds,
  testRecord,
  verify,
} from './append-bed.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** So long nobody looks. */
const SECOND = 1000;

function deleteFolder(folder: string): void {
  rmSync(folder, { recursive: true });
}

function moveFolder(folder: string): void {
  renameSync(folder, `${folder}-moved`);
}

function onSegment(change: (path: string) => void) {
  return (folder: string, file: string): void => {
    change(join(folder, file));
  };
}

const replace = onSegment((path) => {
  copyFileSync(path, `${path}.copy`);
  renameSync(`${path}.copy`, path);
});

/** Ids of the newest records that a reader finds, oldest first. */
async function newest(folder: string, limit: number): Promise<readonly string[]> {
  const { records } = await new AuditReader({ folder }).query({ tenants: ['*'], limit });
  return records.map((record) => record.decision_id).reverse();
}

describe('while a log is written', () => {
  test.each<[string, (folder: string, file: string) => void, string]>([
    ['its folder is deleted', deleteFolder, 'segment_missing'],
    ['its folder is moved away', moveFolder, 'segment_missing'],
    [
      'its file is deleted',
      onSegment((path) => {
        rmSync(path);
      }),
      'segment_missing',
    ],
    ['its file is replaced by a copy', replace, 'damaged'],
    [
      'its file is emptied',
      onSegment((path) => {
        truncateSync(path);
      }),
      'damaged',
    ],
    [
      'its file is cut',
      onSegment((path) => {
        truncateSync(path, 700);
      }),
      'damaged',
    ],
    [
      'something is added to its file',
      onSegment((path) => {
        appendFileSync(path, 'x');
      }),
      'damaged',
    ],
  ])(
    '%s: what is acknowledged a second later is there, and the damage is told',
    async (...args) => {
      const [, change, code] = args;
      const folder = temporaryFolder();
      const { log, clock, kinds } = await openLog(folder);
      await appendAll(log, 0, 3);
      change(folder, log.file ?? '');
      clock.pass(SECOND);
      await appendAll(log, 3, 6);
      await appendAll(log, 6, 7);
      expect(await newest(folder, 4)).toEqual(idsOf(numbers(3, 7).map(testRecord)));
      expect(kinds()).toEqual(['damaged']);
      expect(log.status().state).toBe('warning');
      await log.close();
      expect((await verify(folder)).problems.map((problem) => problem.code)).toContain(code);
      // The next writer goes on from there.
      const next = await openLog(folder);
      expect(next.log.writer).toBe('w1');
      await appendAll(next.log, 7, 8);
      await next.log.close();
      expect(await newest(folder, 1)).toEqual([testRecord(7).decisionId]);
    },
  );

  test('nothing is looked at more than once a second', async () => {
    const folder = temporaryFolder();
    let looks = 0;
    const files = {
      ...nodeFiles,
      stat: (path: string) => {
        looks += 1;
        return nodeFiles.stat(path);
      },
    };
    const { log, clock } = await openLog(folder, { files });
    await appendAll(log, 0, 5);
    for (let number = 5; number < 15; number += 1) {
      await log.append(testRecord(number));
      clock.pass(SECOND / 5);
    }
    await log.close();
    expect(looks).toBeLessThanOrEqual(3);
  });
});

describe('a lock whose file', () => {
  const locks = (folder: string): readonly string[] =>
    readdirSync(folder).filter((file) => file.startsWith('w1.lock.'));

  test.each<[string, (path: string) => void]>([
    [
      'is deleted',
      (path) => {
        rmSync(path);
      },
    ],
    [
      'is emptied',
      (path) => {
        truncateSync(path);
      },
    ],
    [
      'is garbage',
      (path) => {
        writeFileSync(path, '\0{"pid":');
      },
    ],
  ])('%s is made anew: nobody else gets the slot', async (_, change) => {
    const folder = temporaryFolder();
    const { log, clock } = await openLog(folder);
    await log.append(testRecord(0));
    for (const file of locks(folder)) change(join(folder, file));
    clock.pass(SECOND);
    await log.append(testRecord(1));
    const other = await openLog(folder, { clock });
    expect(other.log.writer).toBe('w2');
    await other.log.close();
    await log.close();
    expect((await verify(folder)).problems).toEqual([]);
  });

  test('is deleted, and another takes the slot: nothing is written any more', async () => {
    const folder = temporaryFolder();
    const { log, clock } = await openLog(folder);
    await appendAll(log, 0, 3);
    for (const file of locks(folder)) rmSync(join(folder, file));
    const place = { folder, files: nodeFiles, clock };
    const next = await SlotLock.take(place, 'w1');
    expect(next).toBeDefined();
    // As another process has written it.
    const [lock = ''] = locks(folder);
    const content = JSON.parse(readFileSync(join(folder, lock), 'utf8')) as object;
    writeFileSync(join(folder, lock), JSON.stringify({ ...content, pid: 1 }));
    clock.pass(SECOND);
    await expect(log.append(testRecord(3))).rejects.toMatchObject({ code: 'audit_unavailable' });
    await log.close();
    expect(recordedIds(folder)).toEqual(idsOf(numbers(0, 3).map(testRecord)));
    await next?.release();
  });
});
