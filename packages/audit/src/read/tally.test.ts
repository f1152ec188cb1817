import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import type { AuditTallyRequest } from '@safeai/core';
import fc from 'fast-check';

import { filters, records } from '../../test/arbitrary-records.ts';
import { FixtureWriter, START, uuidV7 } from '../../test/fixture-writer.ts';
import { naiveTally } from '../../test/naive-tally.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { parseSegmentFile, type SegmentName } from '../format/segment-name.ts';
import { compressSegment } from '../maintain/compress-segment.ts';
import { indexSegment } from '../maintain/index-segment.ts';
import { openSegment } from './open-segment.ts';
import { AuditReader } from './reader.ts';

const ALL = { tenants: ['*'], top: 1000 };
const HOUR = 3_600_000;

function nameOf(writer: FixtureWriter): SegmentName {
  const name = parseSegmentFile(writer.file);
  if (name === undefined) throw new Error('The fixture has no file.');
  return name;
}

const indexed = (writer: FixtureWriter): Promise<void> =>
  indexSegment({ folder: writer.folder, name: nameOf(writer), end: Infinity, complete: true });

/** How many chunks of the live segment have columns that can be read. */
async function chunksWithColumns(writer: FixtureWriter): Promise<number> {
  const segment = await openSegment(writer.folder, nameOf(writer));
  let found = 0;
  for (const chunk of segment?.index?.heads.chunks ?? []) {
    if ((await segment?.index?.columns(chunk)) !== undefined) found++;
  }
  await segment?.close();
  return found;
}

async function expectCounted(folder: string, request: AuditTallyRequest): Promise<void> {
  const reader = new AuditReader({ folder });
  const expected = await naiveTally(reader, request);
  expect(await reader.tally(request)).toEqual(expected);
  // And once more with what is known of the index by now.
  expect(await reader.tally(request)).toEqual(expected);
}

const requests = fc
  .tuple(
    filters,
    fc.integer({ min: 1, max: 6 }),
    fc.option(fc.constantFrom(1000, 60_000, HOUR), { nil: undefined }),
  )
  .map(([filter, top, stepMs]): AuditTallyRequest => ({
    ...filter,
    top,
    ...(stepMs === undefined ? {} : { stepMs }),
  }));

describe('a tally', () => {
  test('counts what a scan finds: without an index, with one of a part, of all, rotated, compressed, by several writers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(records, { minLength: 1, maxLength: 120 }),
        fc.array(records, { maxLength: 40 }),
        fc.array(requests, { minLength: 1, maxLength: 3 }),
        async (first, rest, asked) => {
          const writer = new FixtureWriter(temporaryFolder());
          const other = new FixtureWriter(writer.folder, 'w2');
          const check = async (): Promise<void> => {
            for (const request of asked) await expectCounted(writer.folder, request);
          };
          writer.append(...first);
          await check();
          await indexed(writer);
          await check();
          writer.append(...rest);
          other.append(...rest);
          await check();
          await indexed(writer);
          await indexed(other);
          await check();
          const task = { folder: writer.folder, name: nameOf(writer), end: Infinity };
          writer.begin();
          writer.append(...first.slice(0, 10));
          await compressSegment(task);
          await check();
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  test('is right whatever byte of the index is changed', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append(...fc.sample(records, { numRuns: 100, seed: 1 }));
    await indexed(writer);
    const path = `${writer.path}.idx`;
    const half = statSync(path).size;
    writer.append(...fc.sample(records, { numRuns: 100, seed: 2 }));
    await indexed(writer);
    const whole = readFileSync(path);
    expect(await chunksWithColumns(writer)).toBe(2);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: half - 2000, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        requests,
        async (at, change, request) => {
          const damaged = Buffer.from(whole);
          damaged[at] = (damaged[at] ?? 0) ^ change;
          writeFileSync(path, damaged);
          await expectCounted(writer.folder, request);
        },
      ),
      { numRuns: 120 },
    );
  }, 60_000);

  test('of an index whose last columns are torn off reads the lines instead', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append({ agentId: 'a' }, { agentId: 'b' });
    await indexed(writer);
    expect(await chunksWithColumns(writer)).toBe(1);
    truncateSync(`${writer.path}.idx`, statSync(`${writer.path}.idx`).size - 1);
    expect(await chunksWithColumns(writer)).toBe(0);
    await expectCounted(writer.folder, ALL);
    writer.append({ agentId: 'a' });
    await indexed(writer);
    expect(await chunksWithColumns(writer)).toBe(1);
    await expectCounted(writer.folder, ALL);
  });

  test('reads no line where the index has all that it asks for', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append({ agentId: 'a' }, { agentId: 'b', dataTags: ['secret.token'] });
    await indexed(writer);
    const reader = new AuditReader({ folder: writer.folder });
    const bytes = readFileSync(writer.path);
    const firstLine = bytes.indexOf(0x0a) + 1;
    writeFileSync(
      writer.path,
      Buffer.concat([bytes.subarray(0, firstLine), Buffer.alloc(bytes.length - firstLine)]),
    );
    const { total, facets } = await reader.tally({ ...ALL, dataTag: 'secret' });
    expect([total, facets.agentId.values]).toEqual([1, [{ value: 'b', count: 1, lastTs: START }]]);
  });

  test('of a session, an approval or a decision counts their records alone', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append({ sessionId: 's1' }, { sessionId: 's2' }, { approvalRequestId: 'ar-1' });
    const decisionId = uuidV7(START);
    writer.append({ decisionId, sessionId: 's1' });
    await indexed(writer);
    for (const filter of [{ sessionId: 's1' }, { approvalRequestId: 'ar-1' }, { decisionId }]) {
      await expectCounted(writer.folder, { ...ALL, ...filter });
    }
  });

  test('counts records that are far apart in time, and those of many different values', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append({ ts: START }, { ts: START + 100 * 24 * HOUR });
    await indexed(writer);
    await expectCounted(writer.folder, ALL);
    writer.append(
      ...Array.from({ length: 600 }, (_, index) => ({ agentId: `a${index}`, ts: START + index })),
    );
    await indexed(writer);
    expect(await chunksWithColumns(writer)).toBe(1);
    await expectCounted(writer.folder, ALL);
    await expectCounted(writer.folder, { ...ALL, agentId: 'a511', stepMs: 1000 });
  });

  test('shows nothing of other tenants, and none of the lines of the log', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append({ tenantId: 't1', agentId: 'a' }, { tenantId: 't2', agentId: 'secret-agent' });
    for (const step of ['plain', 'indexed']) {
      if (step === 'indexed') await indexed(writer);
      const reader = new AuditReader({ folder: writer.folder });
      const own = await reader.tally({ tenants: ['t1'], top: 10, stepMs: HOUR });
      expect(own.total).toBe(1);
      expect(JSON.stringify(own)).not.toMatch(/t2|secret-agent/);
      expect((await reader.tally({ tenants: [], top: 10 })).total).toBe(0);
      expect((await reader.tally({ ...ALL, event: 'audit.*' })).total).toBe(0);
      expect((await reader.tally(ALL)).total).toBe(2);
    }
  });

  test('has empty steps in between, aligned in UTC, and at most 1 000', async () => {
    const writer = new FixtureWriter(temporaryFolder());
    writer.append({ ts: START + 1 }, { ts: START + 2.5 * HOUR, action: 'block' });
    const reader = new AuditReader({ folder: writer.folder });
    const { series } = await reader.tally({ ...ALL, stepMs: HOUR });
    expect(series.map(({ ts, total, byAction }) => [ts, total, byAction.block])).toEqual([
      [START, 1, 0],
      [START + HOUR, 0, 0],
      [START + 2 * HOUR, 1, 1],
    ]);
    writer.append({ ts: START + 999 * HOUR });
    expect((await reader.tally({ ...ALL, stepMs: HOUR })).series).toHaveLength(1000);
    writer.append({ ts: START + 1000 * HOUR });
    const tooMany = { code: 'invalid_request', message: expect.stringContaining('longer step') };
    await expect(reader.tally({ ...ALL, stepMs: HOUR })).rejects.toMatchObject(tooMany);
    await indexed(writer);
    await expect(reader.tally({ ...ALL, stepMs: HOUR })).rejects.toMatchObject(tooMany);
  });

  test.each([
    { top: 0 },
    { top: 1.5 },
    { top: Number.NaN },
    { top: 5, stepMs: 999 },
    { top: 5, stepMs: Infinity },
    { top: 5, stepMs: Number.NaN },
  ])('refuses %j', async (asked) => {
    const reader = new AuditReader({ folder: temporaryFolder() });
    await expect(reader.tally({ tenants: ['*'], ...asked })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  test('of an empty folder is empty', async () => {
    const reader = new AuditReader({ folder: temporaryFolder() });
    const { total, series, facets } = await reader.tally({ ...ALL, stepMs: HOUR });
    expect([total, series, facets.event]).toEqual([0, [], { distinct: 0, values: [] }]);
  });
});
