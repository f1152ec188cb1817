import { describe, expect, test } from '@jest/globals';
import { constants, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AuditRecord } from '@safeai/core';
import { type AuditFiles, nodeFiles } from '../src/append/files.ts';
import { verifyReceipt } from '../src/verify/safeai-verify.ts';
import { makeReceipt, publicKeys } from '../src/receipt/receipt.ts';
import { chainKey, makeSigningKey } from '../src/receipt/signing-key.ts';
import { MAX_LINE_BYTES, type AuditLine } from '../src/format/record-line.ts';
import {
  appendAll,
  events,
  expectRecords,
  lines,
  openLog,
  own,
  recordedIds,
  segments,
  TEST_KEYS,
  testRecord,
  verify,
} from './append-bed.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('append', () => {
  test.each(['os', 'group', 'each'] as const)(
    'records what was appended, in order: %s',
    async (durability) => {
      const folder = temporaryFolder();
      const { log } = await openLog(folder, { durability });
      for (let from = 0; from < 120; from += 40) await appendAll(log, from, from + 40);
      expect(recordedIds(folder)).toHaveLength(120);
      await log.close();
      await expectRecords(folder, 0, 120);
    },
  );

  test.each<[string, 'os' | 'group', { through: number | undefined; flushes: boolean }]>([
    ['flushed after it is written', 'group', { through: undefined, flushes: true }],
    [
      'written through where the system can',
      'group',
      { through: constants.O_SYNC, flushes: false },
    ],
    ['left to the system where that is asked for', 'os', { through: undefined, flushes: false }],
  ])('a record is %s', async (_, durability, { through, flushes }) => {
    const opened: (string | number)[] = [];
    let flushed = 0;
    const files: AuditFiles = {
      ...nodeFiles,
      writeThrough: through,
      open: async (path, flags, mode) => {
        const file = await nodeFiles.open(path, flags, mode);
        if (!basename(path).startsWith('audit-')) return file;
        opened.push(flags);
        const datasync = file.datasync.bind(file);
        file.datasync = () => {
          flushed += 1;
          return datasync();
        };
        return file;
      },
    };
    const { log } = await openLog(temporaryFolder(), { durability, files });
    await log.append(testRecord(1));
    expect(flushed > 0).toBe(flushes);
    expect(opened.map((flags) => (Number(flags) & (through ?? 0)) === (through ?? 0))).toEqual([
      true,
    ]);
    await log.close();
  });

  test('a line says what the record said', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder);
    const record = {
      ...testRecord(1),
      detail: { note: 'zwei\nZeilen "ü" \u2028', count: 3, ok: true },
    };
    await log.append(record);
    const [, line] = lines(folder);
    expect(line).toMatchObject({
      seq: 2,
      writer: 'w1',
      ts: new Date(record.ts).toISOString(),
      decision_id: record.decisionId,
      agent_id: record.agentId,
      detections: record.detections,
      detail: record.detail,
    });
    const receipt = makeReceipt(line as AuditLine, TEST_KEYS.signing[0]);
    expect(verifyReceipt(receipt, publicKeys(TEST_KEYS)).ok).toBe(true);
    await log.close();
  });

  test('opening and closing without a record leaves no segment', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder);
    expect(log.file).toBeUndefined();
    await log.close();
    expect(segments(folder)).toEqual([]);
  });

  test('nobody else may read what is written', async () => {
    const folder = join(temporaryFolder(), 'logs', 'audit');
    const { log } = await openLog(folder);
    await log.append(testRecord(1));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(folder)) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
    await log.close();
  });

  test('a closed log takes nothing; closing again is nothing', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder);
    const last = log.append(testRecord(0));
    await Promise.all([log.close(), log.close()]);
    await last;
    await expect(log.append(testRecord(1))).rejects.toMatchObject({ code: 'audit_unavailable' });
    await expect(log.flush()).rejects.toMatchObject({ code: 'audit_unavailable' });
    await expectRecords(folder, 0, 1);
  });

  test('a record that is no record is refused and disturbs no other', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder);
    const bad = { ...testRecord(1), ts: NaN };
    const outcomes = await Promise.allSettled([
      log.append(testRecord(0)),
      log.append(bad),
      log.append(testRecord(1)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await log.close();
    await expectRecords(folder, 0, 2);
  });
});

describe('a record that is too long', () => {
  const detections = (count: number): AuditRecord['detections'] =>
    Array.from({ length: count }, (_, index) => ({
      type: `secret.kind${index % 7}.${'n'.repeat(500)}`,
      detector: `detector-${index}-${'d'.repeat(500)}`,
      count: 2,
      digest: '0123456789abcdef',
    }));
  const hard = '\u0001'.repeat(5000);

  test.each<[string, Partial<AuditRecord>]>([
    ['many detections', { detections: detections(100) }],
    ['a long detail', { detail: { note: 'ü'.repeat(60_000) } }],
    ['both', { detections: detections(500), detail: { note: 'x'.repeat(100_000) } }],
    ['many tags', { dataTags: Array.from({ length: 20_000 }, (_, index) => `tag.${index}`) }],
    [
      'everything',
      {
        detections: detections(500),
        dataTags: Array.from({ length: 500 }, () => hard),
        agentId: hard,
        sessionId: hard,
        toolName: hard,
        policyName: hard,
        principal: hard,
        approverId: hard,
        reasonCode: hard,
        approvalRequestId: hard,
        requestId: hard,
        event: hard,
        boundary: hard,
        tenantId: hard,
        detail: { note: hard.repeat(20) },
      },
    ],
  ])('is recorded all the same: %s', async (_, fields) => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder);
    await log.append({ ...testRecord(0), ...fields });
    await log.close();
    const text = readFileSync(join(folder, segments(folder)[0] ?? ''), 'utf8');
    for (const line of text.split('\n'))
      expect(Buffer.byteLength(line)).toBeLessThan(MAX_LINE_BYTES);
    await expectRecords(folder, 0, 1);
  });

  test('keeps the kinds and counts of what was found', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder);
    await log.append({ ...testRecord(0), detections: detections(70), detail: { note: 'kept' } });
    await log.close();
    const [, line] = lines(folder) as [unknown, AuditLine];
    expect(line.detections).toHaveLength(7);
    expect(line.detections.every(({ count, digest }) => count === 20 && digest === '')).toBe(true);
    expect(line.detail).toEqual({ note: 'kept' });
  });
});

describe('segments', () => {
  test('are begun anew past their length, and each says what the one before was', async () => {
    const folder = temporaryFolder();
    const sealed: string[] = [];
    const { log } = await openLog(folder, {
      maxBytes: 4000,
      onSealed: (file) => sealed.push(file),
    });
    for (let number = 0; number < 60; number += 1) await log.append(testRecord(number));
    await log.close();
    const files = segments(folder);
    expect(files.length).toBeGreaterThan(5);
    expect(sealed).toEqual(files.slice(0, -1));
    for (const file of sealed) {
      const last = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').slice(-2);
      expect(last.map((line) => (JSON.parse(line) as AuditLine).event)).toEqual([
        'audit.sealed',
        'audit.checkpoint',
      ]);
    }
    await expectRecords(folder, 0, 60);
  });

  test('are begun anew when asked, unless there is none', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder);
    await log.rotate();
    await appendAll(log, 0, 3);
    await Promise.all([log.rotate(), appendAll(log, 3, 6)]);
    await log.rotate();
    await log.rotate();
    expect(log.file).toBeUndefined();
    await log.close();
    expect(segments(folder)).toHaveLength(2);
    await expectRecords(folder, 0, 6);
  });

  test('a new key of the chain counts from the next segment on', async () => {
    const folder = temporaryFolder();
    const first = await openLog(folder);
    await appendAll(first.log, 0, 3);
    await first.log.close();
    const keys = {
      chain: [chainKey(Buffer.alloc(32, 8)), ...TEST_KEYS.chain],
      signing: [makeSigningKey(), ...TEST_KEYS.signing],
    } as const;
    const second = await openLog(folder, { keys });
    await appendAll(second.log, 3, 6);
    await second.log.close();
    expect(own(folder, 'audit.segment').map(({ detail }) => detail.key)).toEqual([
      TEST_KEYS.chain[0].id,
      keys.chain[0].id,
    ]);
    expect((await verify(folder)).problems.map(({ code }) => code)).toContain('unknown_chain_key');
  });
});

describe('the log after a restart', () => {
  test('goes on with the same chain in a new segment', async () => {
    const folder = temporaryFolder();
    for (let run = 0; run < 4; run += 1) {
      const { log, kinds } = await openLog(folder);
      expect(log.writer).toBe('w1');
      await appendAll(log, run * 5, run * 5 + 5);
      await log.close();
      expect(kinds()).toEqual([]);
    }
    expect(segments(folder)).toHaveLength(4);
    const [first, ...others] = own(folder, 'audit.segment');
    expect(first?.detail.previous).toBeNull();
    for (const { detail } of others) expect(detail.previous).not.toHaveProperty('void_from');
    await expectRecords(folder, 0, 20);
  });

  test('has a last checkpoint, and no second one where nothing was added', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder);
    await appendAll(log, 0, 5);
    await log.close();
    expect(events(folder).at(-1)).toBe('audit.checkpoint');
    expect(own(folder, 'audit.checkpoint')).toHaveLength(1);
  });
});

describe('checkpoints', () => {
  test('come after so many records', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder, { checkpointEvery: { records: 10, ms: 3_600_000 } });
    for (let number = 0; number < 35; number += 1) await log.append(testRecord(number));
    expect(own(folder, 'audit.checkpoint')).toHaveLength(3);
    await log.close();
    expect(own(folder, 'audit.checkpoint')).toHaveLength(4);
    expect((await verify(folder)).checkpoints).toBe(4);
  });

  test('come after a while, once', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog(folder, { checkpointEvery: { records: 1000, ms: 5 } });
    await log.append(testRecord(0));
    while (own(folder, 'audit.checkpoint').length === 0) await turn();
    await log.flush();
    await log.close();
    expect(own(folder, 'audit.checkpoint')).toHaveLength(1);
    await expectRecords(folder, 0, 1);
  });

  test('also go to a second place, where several writers share a file', async () => {
    const folder = temporaryFolder();
    const checkpointFile = join(temporaryFolder(), 'checkpoints.ndjson');
    const options = { checkpointFile, maxBytes: 3000 };
    const [one, two] = [await openLog(folder, options), await openLog(folder, options)];
    await Promise.all([appendAll(one.log, 0, 20), appendAll(two.log, 20, 40)]);
    await one.log.rotate();
    await Promise.all([appendAll(one.log, 40, 50), appendAll(two.log, 50, 60)]);
    await Promise.all([one.log.close(), two.log.close()]);
    const stated = readFileSync(checkpointFile, 'utf8').trimEnd().split('\n');
    expect(stated).toHaveLength(own(folder, 'audit.checkpoint').length);
    const report = await verify(folder, checkpointFile);
    expect(report.problems).toEqual([]);
    expect(report.checkpoints).toBe(2 * stated.length);

    const last = segments(folder).at(-1) ?? '';
    const text = readFileSync(join(folder, last), 'utf8').trimEnd().split('\n');
    writeFileSync(join(folder, last), `${text.slice(0, -2).join('\n')}\n`);
    const cut = await verify(folder, checkpointFile);
    expect(cut.problems.map(({ code }) => code)).toEqual(['tail_missing']);
  });

  test('a half line at the end of the second place is cut off', async () => {
    const folder = temporaryFolder();
    const checkpointFile = join(temporaryFolder(), 'checkpoints.ndjson');
    for (let run = 0; run < 2; run += 1) {
      const { log } = await openLog(folder, { checkpointFile });
      await log.append(testRecord(run));
      await log.close();
      if (run === 0) writeFileSync(checkpointFile, '{"writer":"w1","fi', { flag: 'a' });
    }
    expect((await verify(folder, checkpointFile)).problems).toEqual([]);
  });

  test('a second place that cannot be written is told once and stops nothing', async () => {
    const folder = temporaryFolder();
    const checkpointFile = join(folder, 'no', 'such', 'folder');
    const { log, notices } = await openLog(folder, {
      checkpointFile,
      checkpointEvery: { records: 1, ms: 3_600_000 },
    });
    for (let number = 0; number < 4; number += 1) await log.append(testRecord(number));
    await log.close();
    expect(notices).toMatchObject([{ kind: 'upkeep' }]);
    expect(notices[0]?.message).toContain(checkpointFile);
    expect(log.status()).toMatchObject({ state: 'warning' });
    await expectRecords(folder, 0, 4);
  });
});

test('lines of the log\u2019s own are durable and signed texts verify', async () => {
  const folder = temporaryFolder();
  const { log } = await openLog(folder);
  await log.append(testRecord(0));
  await log.appendSystem('audit.gap', { lost: 3, since: '2026-01-05T12:00:00.000Z' });
  expect(own(folder, 'audit.gap')).toMatchObject([{ detail: { lost: 3 } }]);
  expect(log.sign('text').kid).toBe(TEST_KEYS.signing[0].kid);
  await log.close();
  await expectRecords(folder, 0, 1);
});

test('the status tells the writer and the last durable line', async () => {
  const folder = temporaryFolder();
  const { log } = await openLog(folder);
  expect(log.status()).toMatchObject({
    state: 'ok',
    reason: null,
    writer: 'w1',
    lastSeq: 0,
    refused: 0,
  });
  await appendAll(log, 0, 4);
  expect(log.status()).toMatchObject({ lastSeq: 5 });
  expect(log.status().freeBytes).toBeGreaterThan(0);
  await log.close();
});

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
