import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chainKey } from '../src/receipt/signing-key.ts';
import {
  appendAll,
  expectRecords,
  openLog,
  own,
  recordedIds,
  segments,
  TEST_KEYS,
  testRecord,
  verify,
} from './append-bed.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A log of one segment with so many records, as a crash leaves it: without a last checkpoint. */
async function crashed(
  records: number,
  folder = temporaryFolder(),
): Promise<{ folder: string; path: string }> {
  const { log } = await openLog(folder);
  for (let number = 0; number < records; number += 1) await log.append(testRecord(number));
  const path = join(folder, log.file ?? '');
  const asItWas = readFileSync(path);
  await log.close();
  writeFileSync(path, asItWas);
  return { folder, path };
}

function lineEnds(path: string): number[] {
  const bytes = readFileSync(path);
  return [...bytes.keys()].filter((at) => bytes[at] === 0x0a).map((at) => at + 1);
}

describe('a torn end', () => {
  test('is cut off wherever it was torn; what was whole stays', async () => {
    const whole = await crashed(4);
    const bytes = readFileSync(whole.path);
    const ends = lineEnds(whole.path);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (length) => {
        const folder = temporaryFolder();
        const path = join(folder, segments(whole.folder)[0] ?? '');
        writeFileSync(path, bytes.subarray(0, length));
        const good = ends.filter((end) => end <= length);
        const kept = Math.max(0, good.length - 1);
        const isTorn = length > 0 && !ends.includes(length);

        const { log, kinds } = await openLog(folder);
        expect(kinds()).toEqual(isTorn ? ['torn_tail'] : []);
        await appendAll(log, kept, kept + 2);
        await log.close();
        await expectRecords(folder, 0, kept + 2);
        const torn = length - (good.at(-1) ?? 0);
        expect(own(folder, 'audit.recovered').map(({ detail }) => detail.bytes)).toEqual(
          isTorn ? [torn] : [],
        );
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['zeros without an end', Buffer.alloc(5000)],
    ['a line that is none', Buffer.from('{"v":1,"writer":"w1"\n')],
    ['more than any line', Buffer.alloc(300_000, 'x')],
  ])('of %s is cut off', async (_, tail) => {
    const { folder, path } = await crashed(3);
    appendFileSync(path, tail);
    const { log, kinds } = await openLog(folder);
    expect(kinds()).toEqual(['torn_tail']);
    await appendAll(log, 3, 5);
    await log.close();
    expect(own(folder, 'audit.recovered')).toMatchObject([{ detail: { bytes: tail.length } }]);
    await expectRecords(folder, 0, 5);
  });

  test('is told but once, and not where nothing was ever acknowledged', async () => {
    const { folder, path } = await crashed(2);
    const next = path.replace(/\d{15}/, '000000000000004');
    writeFileSync(next, '');
    const { log, kinds } = await openLog(folder);
    expect(kinds()).toEqual([]);
    await appendAll(log, 2, 4);
    await log.close();
    const again = await openLog(folder);
    expect(again.kinds()).toEqual([]);
    await again.log.close();
    await expectRecords(folder, 0, 4);
  });
});

describe('damage', () => {
  test('in the middle stays as it is, is told, and nothing after it is lost', async () => {
    const { folder, path } = await crashed(6);
    const text = readFileSync(path, 'utf8').replace('"latency_us":182', '"latency_us":999');
    writeFileSync(path, text);
    const { log, kinds } = await openLog(folder);
    expect(kinds()).toEqual(['damaged']);
    expect(log.status().state).toBe('warning');
    await appendAll(log, 6, 8);
    await log.close();
    expect(readFileSync(path, 'utf8')).toBe(text);
    const [damaged] = own(folder, 'audit.damaged');
    const byte = text.slice(0, text.indexOf('"latency_us":999')).lastIndexOf('\n') + 1;
    expect(damaged?.detail).toMatchObject({ byte: Buffer.byteLength(text.slice(0, byte)) });
    expect(recordedIds(folder)).toHaveLength(8);
    expect((await verify(folder)).problems.map(({ code }) => code).sort()).toEqual([
      'damaged',
      'hash_mismatch',
    ]);
  });

  test('of a line that is missing is told', async () => {
    const { folder, path } = await crashed(6);
    const rows = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [...rows.slice(0, 3), ...rows.slice(4)].join('\n'));
    const { log, kinds } = await openLog(folder);
    expect(kinds()).toEqual(['damaged']);
    await log.append(testRecord(9));
    await log.close();
    expect((await verify(folder)).problems.map(({ code }) => code)).toContain('sequence_gap');
  });

  test('at the end does not count, and the chain goes on from the last good line', async () => {
    const { folder, path } = await crashed(6);
    const ends = lineEnds(path);
    const bytes = readFileSync(path, 'utf8').replace('"latency_us":185', '"latency_us":999');
    writeFileSync(path, bytes);
    const { log, kinds } = await openLog(folder);
    expect(kinds()).toEqual(['damaged']);
    await appendAll(log, 6, 8);
    await log.close();
    expect(own(folder, 'audit.segment')[1]?.detail.previous).toMatchObject({
      last_seq: 6,
      void_from: ends[5],
      bytes: ends[6],
    });
    expect((await verify(folder)).problems.map(({ code }) => code)).toEqual(['damaged']);
  });

  test('of a whole segment sets it aside and the chain goes on from the one before', async () => {
    const { folder } = await crashed(3);
    await crashed(3, folder);
    const [, second = ''] = segments(folder);
    const path = join(folder, second);
    const text = readFileSync(path, 'utf8').replaceAll(/"hash":"..../g, '"hash":"0000');
    writeFileSync(path, text);
    const { log, kinds } = await openLog(folder);
    expect(kinds()).toEqual(['damaged']);
    await appendAll(log, 3, 6);
    await log.close();
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text);
    expect(recordedIds(folder)).toHaveLength(6);
    expect((await verify(folder)).problems.map(({ code }) => code)).toEqual(['damaged']);
  });

  test('of the first line does not hide the others', async () => {
    const { folder, path } = await crashed(3);
    const text = readFileSync(path, 'utf8').replace('"previous":null', '"previous":true');
    writeFileSync(path, text);
    const { log, kinds } = await openLog(folder);
    expect(kinds()).toEqual(['damaged']);
    await log.append(testRecord(3));
    await log.close();
    expect(existsSync(path)).toBe(true);
    expect(own(folder, 'audit.segment')[1]?.detail.previous).toMatchObject({ last_seq: 4 });
  });
});

describe('the last segment', () => {
  test('may be compressed', async () => {
    const { folder, path } = await crashed(5);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    rmSync(path);
    const { log, kinds } = await openLog(folder);
    await appendAll(log, 5, 7);
    await log.close();
    expect(kinds()).toEqual([]);
    await expectRecords(folder, 0, 7);
  });

  test('may be compressed and damaged', async () => {
    const { folder, path } = await crashed(5);
    const compressed = gzipSync(readFileSync(path));
    writeFileSync(`${path}.gz`, compressed.subarray(0, compressed.length - 40));
    rmSync(path);
    const { log, kinds } = await openLog(folder);
    expect(kinds()).toEqual(['damaged']);
    await appendAll(log, 5, 7);
    await log.close();
    expect((await verify(folder)).problems.map(({ code }) => code)).toContain('damaged');
  });

  test('may be there in both forms: the uncompressed counts', async () => {
    const { folder, path } = await crashed(5);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)).subarray(0, 60));
    const { log, kinds } = await openLog(folder);
    await appendAll(log, 5, 7);
    await log.close();
    expect(kinds()).toEqual([]);
    rmSync(`${path}.gz`);
    await expectRecords(folder, 0, 7);
  });

  test('may be chained with a key that is not at hand', async () => {
    const { folder, path } = await crashed(5);
    truncateSync(path, readFileSync(path).length - 7);
    const keys = { chain: [chainKey(Buffer.alloc(32, 3))], signing: TEST_KEYS.signing } as const;
    const { log, kinds } = await openLog(folder, { keys });
    expect(kinds()).toEqual(['torn_tail']);
    await log.append(testRecord(4));
    await log.close();
    expect(recordedIds(folder)).toHaveLength(5);
  });
});

test('other files in the folder are left alone', async () => {
  const { folder, path } = await crashed(2);
  for (const name of ['audit-w1-1.ndjson', 'audit-w9.ndjson', 'notes.txt', 'w1.lock.x']) {
    copyFileSync(path, join(folder, name));
  }
  const { log, kinds } = await openLog(folder);
  await appendAll(log, 2, 3);
  await log.close();
  expect(kinds()).toEqual([]);
  await expectRecords(folder, 0, 3);
  expect(existsSync(join(folder, 'w1.lock.x'))).toBe(true);
});
