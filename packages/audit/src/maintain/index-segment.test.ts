import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { filters, records } from '../../test/arbitrary-records.ts';
import { FixtureWriter, START } from '../../test/fixture-writer.ts';
import { naiveScan } from '../../test/naive-reader.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { parseSegmentFile, type SegmentName } from '../format/segment-name.ts';
import { CHUNK_LINES } from '../index-file/chunk.ts';
import { openSegment } from '../read/open-segment.ts';
import type { AuditFilter } from '@safeai/core';
import { AuditReader } from '../read/reader.ts';
import { compressSegment } from './compress-segment.ts';
import { indexSegment } from './index-segment.ts';

const ALL = { tenants: ['*'] };

function nameOf(writer: FixtureWriter): SegmentName {
  const name = parseSegmentFile(writer.file);
  if (name === undefined) throw new Error('The fixture has no file.');
  return name;
}

const indexed = (writer: FixtureWriter, complete: boolean): Promise<void> =>
  indexSegment({ folder: writer.folder, name: nameOf(writer), end: Infinity, complete });

async function chunksOf(writer: FixtureWriter): Promise<number | undefined> {
  const segment = await openSegment(writer.folder, nameOf(writer));
  await segment?.close();
  return segment?.index?.heads.chunks.length;
}

/** What both orders of a reader find must be what the naive one finds. */
async function expectFound(folder: string, filter: AuditFilter): Promise<void> {
  const expected = naiveScan(folder, filter).map(({ seq }) => seq);
  const reader = new AuditReader({ folder });
  const scanned: number[] = [];
  for await (const { seq } of reader.scan(filter)) scanned.push(seq);
  expect(scanned).toEqual(expected);
  const paged: number[] = [];
  let page = await reader.query({ ...filter, limit: 37 });
  paged.push(...page.records.map(({ seq }) => seq));
  while (page.nextCursor !== null) {
    page = await reader.query({ ...filter, limit: 37, cursor: page.nextCursor });
    paged.push(...page.records.map(({ seq }) => seq));
  }
  expect(paged.reverse()).toEqual(expected);
}

describe('an index', () => {
  test('changes nothing of what is found: none, of a part, of all, compressed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(records, { minLength: 1, maxLength: 200 }),
        fc.array(records, { maxLength: 50 }),
        fc.array(filters, { minLength: 1, maxLength: 4 }),
        async (first, rest, asked) => {
          const writer = new FixtureWriter(temporaryFolder());
          const check = async (): Promise<void> => {
            for (const filter of asked) await expectFound(writer.folder, filter);
          };
          writer.append(...first);
          await check();
          await indexed(writer, true);
          await check();
          writer.append(...rest);
          await check();
          await indexed(writer, true);
          await check();
          const task = { folder: writer.folder, name: nameOf(writer), end: Infinity };
          await compressSegment(task);
          await check();
        },
      ),
      { numRuns: 25 },
    );
  });

  test('of any changed byte changes nothing of what is found', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append(...fc.sample(records, { numRuns: 150, seed: 1 }));
    await indexed(writer, true);
    const path = `${writer.path}.idx`;
    const whole = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        filters,
        async (at, change, filter) => {
          const damaged = Buffer.from(whole);
          damaged[at] = (damaged[at] ?? 0) ^ change;
          writeFileSync(path, damaged);
          await expectFound(writer.folder, filter);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('that is torn counts up to the tear, and is carried on from there', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    for (let part = 0; part < 3; part++) {
      writer.append({ agentId: 'bot' }, {}, { agentId: 'bot' });
      await indexed(writer, true);
    }
    expect(await chunksOf(writer)).toBe(3);
    const path = `${writer.path}.idx`;
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 97) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      await expectFound(writer.folder, { ...ALL, agentId: 'bot' });
      await indexed(writer, true);
      await expectFound(writer.folder, { ...ALL, agentId: 'bot' });
      expect((await chunksOf(writer)) ?? 0).toBeGreaterThan(0);
    }
  });

  test('of another file with the same name does not count, and is begun anew', async () => {
    const old = new FixtureWriter(temporaryFolder());
    old.append(...Array.from({ length: 20 }, () => ({ agentId: 'old' })));
    await indexed(old, true);
    const writer = new FixtureWriter(temporaryFolder());
    writer.begin({ ts: START + 1 });
    writer.append(...Array.from({ length: 20 }, () => ({ agentId: 'new' })));
    writeFileSync(`${writer.path}.idx`, readFileSync(`${old.path}.idx`));
    await expectFound(writer.folder, { ...ALL, agentId: 'new' });
    await indexed(writer, true);
    expect(await chunksOf(writer)).toBe(1);
    await expectFound(writer.folder, { ...ALL, agentId: 'new' });
  });

  test('of a live segment has full chunks only, and grows with it', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    const lines = (count: number): void => {
      writer.append(...Array.from({ length: count }, (_, index) => ({ ts: START + index })));
    };
    lines(CHUNK_LINES - 2);
    await indexed(writer, false);
    expect(await chunksOf(writer)).toBeUndefined();
    lines(1);
    await indexed(writer, false);
    expect(await chunksOf(writer)).toBe(1);
    lines(2 * CHUNK_LINES + 5);
    await indexed(writer, false);
    expect(await chunksOf(writer)).toBe(3);
    await expectFound(writer.folder, { ...ALL, since: START + 4090 });
  });

  test('covers nothing of a torn last line, nor what does not count', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append({ agentId: 'bot' }, { agentId: 'bot' });
    const end = readFileSync(writer.path).length;
    writer.append({ agentId: 'void' });
    truncateSync(writer.path, readFileSync(writer.path).length - 3);
    const name = nameOf(writer);
    await indexSegment({ folder: writer.folder, name, end, complete: true });
    const segment = await openSegment(writer.folder, name);
    await segment?.close();
    expect(segment?.index?.heads.chunks).toMatchObject([{ from: 0, to: end, lines: 3 }]);
  });

  test('that is made while it is read is never believed half', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append({ agentId: 'bot' });
    const reader = new AuditReader({ folder: writer.folder });
    const found = async (): Promise<number> =>
      (await reader.query({ ...ALL, agentId: 'bot', limit: 1000 })).records.length;
    for (let round = 1; round <= 20; round++) {
      const [before] = await Promise.all([found(), found(), indexed(writer, true)]);
      expect(before).toBe(round);
      writer.append({ agentId: 'bot' }, {});
    }
  });
});

test('an index file is left alone where there is no segment', async () => {
  const folder = temporaryFolder();
  const name = { writer: 'w1', firstSeq: 1, compressed: false };
  await indexSegment({ folder, name, end: Infinity, complete: true });
  writeFileSync(join(folder, 'audit-w1-000000000000001.ndjson'), 'no line feed');
  await indexSegment({ folder, name, end: Infinity, complete: true });
  const segment = await openSegment(folder, name);
  await segment?.close();
  expect(segment?.index).toBeUndefined();
});
