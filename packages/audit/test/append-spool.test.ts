import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { AuditRecord } from '@safeai/core';
import { recordBody } from '../src/format/record-line.ts';
import type { AuditNotice } from '../src/status.ts';
import { AuditSpool } from '../src/spool/audit-spool.ts';
import { drainSpool, type SpoolDrain } from '../src/spool/drain-spool.ts';
import { parseSpooledLine, spooledLine, type SpooledRecord } from '../src/spool/spooled-line.ts';
import { bundleChild, WriterProcess } from './append-processes.ts';
import {
  appendAll,
  expectRecords,
  idsOf,
  numbers,
  openLog,
  recordedIds,
  TestClock,
  type TestLog,
  testRecord,
  verify,
} from './append-bed.ts';
import { faultyFiles, isSegment } from './faulty-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

bundleChild();

function spoolOf(folder: string): string {
  return join(folder, 'spool');
}

function spooled(folder: string): readonly string[] {
  return readdirSync(spoolOf(folder)).filter((file) => file !== 'rejected');
}

function drain(
  folder: string,
  { log, clock }: Pick<TestLog, 'log' | 'clock'>,
  onNotice: (notice: AuditNotice) => void = () => undefined,
): SpoolDrain {
  const isRecorded = ({ decision_id }: SpooledRecord): Promise<boolean> =>
    Promise.resolve(recordedIds(folder).includes(decision_id));
  return drainSpool(log, folder, { clock, isRecorded, onNotice });
}

describe('the spool', () => {
  test('has one file for what is appended in a turn, whole or not at all', async () => {
    const folder = temporaryFolder();
    const spool = new AuditSpool({ folder, clock: new TestClock() });
    await appendAll(spool, 0, 5);
    await spool.append(testRecord(5));
    const files = spooled(folder);
    expect(files).toHaveLength(2);
    expect(files.every((file) => file.endsWith('.ndjson'))).toBe(true);
    const text = files.map((file) => readFileSync(join(spoolOf(folder), file), 'utf8'));
    expect(text.map((each) => each.split('\n').length - 1).sort()).toEqual([1, 5]);
  });

  test.each(['ENOSPC', 'EIO'])(
    'refuses where it cannot be written, and leaves nothing: %s',
    async (code) => {
      const folder = temporaryFolder();
      const files = faultyFiles({ write: () => ({ code, after: 50 }) });
      const spool = new AuditSpool({ folder, clock: new TestClock(), files });
      await expect(appendAll(spool, 0, 3)).rejects.toMatchObject({ code: 'audit_unavailable' });
      expect(spooled(folder)).toEqual([]);
    },
  );

  test('is drained into the chain of the writer that runs, in order', async () => {
    const folder = temporaryFolder();
    const bed = await openLog(folder);
    const clock = new TestClock();
    const spool = new AuditSpool({ folder, clock });
    for (let from = 0; from < 9; from += 3) {
      await appendAll(spool, from, from + 3);
      clock.pass(1);
    }
    const draining = drain(folder, bed);
    await draining.runOnce();
    await draining.stop();
    await bed.log.close();
    expect(spooled(folder)).toEqual([]);
    await expectRecords(folder, 0, 9);
  });

  test('is drained while the writer runs, without being asked', async () => {
    const folder = temporaryFolder();
    const bed = await openLog(folder);
    const draining = drain(folder, bed);
    await new AuditSpool({ folder, clock: new TestClock() }).append(testRecord(0));
    while (spooled(folder).length > 0) await new Promise(setImmediate);
    await draining.stop();
    await bed.log.close();
    await expectRecords(folder, 0, 1);
  });

  test('is drained once by two writers', async () => {
    const folder = temporaryFolder();
    const beds = [await openLog(folder), await openLog(folder)];
    const spool = new AuditSpool({ folder, clock: new TestClock() });
    for (let number = 0; number < 40; number += 1) await spool.append(testRecord(number));
    const draining = beds.map((bed) => drain(folder, bed));
    await Promise.all(draining.map((each) => each.runOnce()));
    await Promise.all(draining.map((each) => each.stop()));
    for (const { log } of beds) await log.close();
    expect(recordedIds(folder)).toHaveLength(40);
    expect(new Set(recordedIds(folder)).size).toBe(40);
    expect((await verify(folder)).problems).toEqual([]);
  });
});

describe('a writer that dies while draining', () => {
  /** A file claimed by a writer of which so many records are in the log. */
  async function claimed(folder: string, writer: string, recorded: number): Promise<void> {
    const { log } = await openLog(folder);
    const spool = new AuditSpool({ folder, clock: new TestClock() });
    await appendAll(spool, 0, 6);
    const [file = ''] = spooled(folder);
    renameSync(
      join(spoolOf(folder), file),
      join(spoolOf(folder), file.replace('.ndjson', `.${writer}.claimed`)),
    );
    await appendAll(log, 0, recorded);
    await log.close();
  }

  test.each([0, 2, 6])(
    'leaves nothing twice and nothing out: after %d of 6 records',
    async (recorded) => {
      for (const writer of ['w1', 'w5']) {
        const folder = temporaryFolder();
        await claimed(folder, writer, recorded);
        const bed = await openLog(folder);
        const draining = drain(folder, bed);
        await draining.runOnce();
        await draining.stop();
        await bed.log.close();
        expect(spooled(folder)).toEqual([]);
        await expectRecords(folder, 0, 6);
      }
    },
  );

  test('keeps its files while it lives', async () => {
    const folder = temporaryFolder();
    const [one, two] = [await openLog(folder), await openLog(folder)];
    await appendAll(new AuditSpool({ folder, clock: new TestClock() }), 0, 3);
    const [file = ''] = spooled(folder);
    renameSync(join(spoolOf(folder), file), join(spoolOf(folder), 'x.w1.claimed'));
    const draining = drain(folder, two);
    await draining.runOnce();
    expect(spooled(folder)).toEqual(['x.w1.claimed']);
    await one.log.close();
    await draining.runOnce();
    await draining.stop();
    await two.log.close();
    await expectRecords(folder, 0, 3);
  });
});

test('what cannot be recorded now waits for the next time', async () => {
  const folder = temporaryFolder();
  let isOn = true;
  const files = faultyFiles({
    write: (path) => (isSegment(path) && isOn ? { code: 'ENOSPC', after: 5 } : undefined),
  });
  const bed = await openLog(folder, { files });
  await appendAll(new AuditSpool({ folder, clock: new TestClock() }), 0, 3);
  const draining = drain(folder, bed);
  await draining.runOnce();
  expect(spooled(folder)).toHaveLength(1);
  isOn = false;
  bed.clock.pass(1000);
  await draining.runOnce();
  await draining.stop();
  await bed.log.close();
  await expectRecords(folder, 0, 3);
});

test('what a crash left half written goes after an hour', async () => {
  const folder = temporaryFolder();
  const bed = await openLog(folder);
  mkdirSync(spoolOf(folder));
  const now = bed.clock.now();
  const [old, fresh] = [3_700_000, 3_500_000].map((ago) => `00${now - ago}-id.tmp`);
  for (const name of [old, fresh, 'other.tmp'])
    writeFileSync(join(spoolOf(folder), name ?? ''), '{');
  const draining = drain(folder, bed);
  await draining.runOnce();
  await draining.stop();
  await bed.log.close();
  expect([...spooled(folder)].sort()).toEqual([fresh, 'other.tmp'].sort());
});

describe('what is no file of the spool', () => {
  test.each<[string, (path: string) => void]>([
    [
      'a folder',
      (path) => {
        mkdirSync(path);
      },
    ],
    ['a named pipe', (path) => execFileSync('mkfifo', [path])],
    [
      'a link to a device',
      (path) => {
        symlinkSync('/dev/zero', path);
      },
    ],
    [
      'a link to nothing',
      (path) => {
        symlinkSync('/nowhere', path);
      },
    ],
    [
      'a link to itself',
      (path) => {
        symlinkSync(path, path);
      },
    ],
  ])('holds up no other: %s', async (_, make) => {
    const folder = temporaryFolder();
    const bed = await openLog(folder);
    mkdirSync(spoolOf(folder));
    make(join(spoolOf(folder), '000-first.ndjson'));
    await appendAll(new AuditSpool({ folder, clock: new TestClock() }), 0, 3);
    const notices: AuditNotice[] = [];
    const draining = drain(folder, bed, (notice) => notices.push(notice));
    await draining.runOnce();
    await draining.runOnce();
    await draining.stop();
    await bed.log.close();
    await expectRecords(folder, 0, 3);
    expect(notices).toHaveLength(1);
  });

  test('holds up no other, be it one that cannot be read', async () => {
    const folder = temporaryFolder();
    const bed = await openLog(folder);
    const files = faultyFiles({
      open: (path) => (path.includes('000-first') ? 'EACCES' : undefined),
    });
    const told: string[] = [];
    mkdirSync(spoolOf(folder), { recursive: true });
    writeFileSync(
      join(spoolOf(folder), '000-first.ndjson'),
      spooledLine(recordBody(testRecord(9))),
    );
    await appendAll(new AuditSpool({ folder, clock: new TestClock() }), 0, 3);
    const draining = drainSpool(bed.log, folder, {
      clock: bed.clock,
      isRecorded: () => Promise.resolve(false),
      onNotice: ({ kind }) => told.push(kind),
      files,
    });
    await draining.runOnce();
    await draining.runOnce();
    await draining.stop();
    await bed.log.close();
    expect(told).toEqual(['upkeep']);
    await expectRecords(folder, 0, 3);
    expect(spooled(folder)).toEqual(['000-first.w1.claimed']);
  });
});

test('what is appended at once and is much goes to several files, each of which is drained', async () => {
  const folder = temporaryFolder();
  const bed = await openLog(folder, { maxBytes: 2 ** 30 });
  const spool = new AuditSpool({ folder, clock: new TestClock() });
  const long = (number: number): AuditRecord => ({
    ...testRecord(number),
    detail: { note: '漢'.repeat(20_000) },
  });
  await Promise.all(numbers(0, 60).map((number) => spool.append(long(number))));
  expect(spooled(folder).length).toBeGreaterThan(1);
  const draining = drain(folder, bed);
  await draining.runOnce();
  await draining.stop();
  await bed.log.close();
  expect([...recordedIds(folder)].sort()).toEqual(idsOf(numbers(0, 60).map(testRecord)));
});

describe('what is no record', () => {
  const line = spooledLine(recordBody(testRecord(0)));
  const changed = (change: (record: Record<string, unknown>) => unknown): string => {
    const record = JSON.parse(line) as Record<string, unknown>;
    const other = change(record);
    return `${JSON.stringify(other ?? record)}\n`;
  };

  test.each<[string, string]>([
    ['nothing', ''],
    ['an empty line', '\n'],
    ['a line without its end', line.slice(0, -1)],
    ['a good line and a torn one', `${line}${line.slice(0, 90)}`],
    ['no object', '[]\n'],
    ['null', 'null\n'],
    ['spaces', line.replace('"event":', '"event": ')],
    ['a name twice', line.replace('{', '{"event":"x",')],
    ['a place in the chain', changed((record) => ({ ...record, prev: '0', hash: '0' }))],
    ['a place before', changed((record) => ({ v: 1, writer: 'w9', seq: 1, ...record }))],
    [
      'a line of the log\u2019s own',
      changed((record) => ({ ...record, event: 'audit.tombstone' })),
    ],
    ['a wrong type', changed((record) => ({ ...record, tenant_id: null }))],
    ['a wrong tag', changed((record) => ({ ...record, data_tags: [1] }))],
    ['a wrong detection', changed((record) => ({ ...record, detections: [{}] }))],
    ['a deep detail', changed((record) => ({ ...record, detail: { deep: {} } }))],
    [
      'a shadow result that says more',
      changed((record) => ({
        ...record,
        detail: { would_have: { action: 'block', policy_name: null, more: 1 } },
      })),
    ],
    [
      'a shadow result without an action',
      changed((record) => ({ ...record, detail: { would_have: { policy_name: 'p' } } })),
    ],
    ['a wrong time', changed((record) => ({ ...record, ts: 'yesterday' }))],
    ['a time that is none', changed((record) => ({ ...record, ts: '2026-13-45T10:00:00.000Z' }))],
    ['a field less', changed(({ request_id: _, ...record }) => record)],
    ['another order', changed((record) => Object.fromEntries(Object.entries(record).reverse()))],
    [
      'a line that is too long',
      changed((record) => ({ ...record, detail: { note: 'x'.repeat(70_000) } })),
    ],
  ])('is set aside and told: %s', async (_, text) => {
    const folder = temporaryFolder();
    const bed = await openLog(folder);
    mkdirSync(spoolOf(folder));
    writeFileSync(join(spoolOf(folder), '1-bad.ndjson'), text);
    await new AuditSpool({ folder, clock: new TestClock() }).append(testRecord(0));
    const notices: AuditNotice[] = [];
    const draining = drain(folder, bed, (notice) => notices.push(notice));
    await draining.runOnce();
    await draining.stop();
    await bed.log.close();
    expect(notices.map(({ kind }) => kind)).toEqual(['damaged']);
    expect(existsSync(join(spoolOf(folder), 'rejected', '1-bad.w1.claimed'))).toBe(true);
    await expectRecords(folder, 0, 1);
  });

  test('never becomes one, whatever byte is changed', () => {
    fc.assert(
      fc.property(
        fc.nat(line.length - 2),
        fc.string({ minLength: 1, maxLength: 3 }),
        (at, text) => {
          const other = `${line.slice(0, at)}${text}${line.slice(at + 1, -1)}`;
          const parsed = parseSpooledLine(other);
          if (parsed === undefined) return;
          expect(`{${parsed.body}}`).toBe(other);
          expect(Object.keys(parsed.record)).toEqual(Object.keys(JSON.parse(line) as object));
        },
      ),
    );
  });

  test('a record with a detail is one', () => {
    const wouldHave = { action: 'block', policy_name: null } as const;
    const detail = { note: 'ü\n"', 1: 2, ok: true, none: null, would_have: wouldHave };
    const record = { ...testRecord(0), detail };
    const text = spooledLine(recordBody(record));
    expect(parseSpooledLine(text.slice(0, -1))?.body).toBe(recordBody(record));
  });
});

test('what a process acknowledged before it was killed is drained', async () => {
  const folder = temporaryFolder();
  const child = new WriterProcess(folder, 'spool', 4);
  await child.hasTold(40);
  await child.kill();
  const bed = await openLog(folder);
  const draining = drain(folder, bed);
  await draining.runOnce();
  await draining.stop();
  await bed.log.close();
  const there = new Set(recordedIds(folder));
  const lost = child.told.filter((number) => !there.has(testRecord(Number(number)).decisionId));
  expect(lost).toEqual([]);
  expect((await verify(folder)).problems).toEqual([]);
}, 30_000);

test('a writer killed at any moment while draining leaves nothing twice and nothing out', async () => {
  const folder = temporaryFolder();
  const clock = new TestClock();
  const spool = new AuditSpool({ folder, clock });
  const count = 240;
  for (let from = 0; from < count; from += 4) {
    await appendAll(spool, from, from + 4);
    clock.pass(1);
  }
  for (let left = spooled(folder).length; left > 0;) {
    const child = new WriterProcess(folder, 'drain');
    await child.hasTold(1);
    const target = Math.max(0, left - 13);
    while (spooled(folder).length > target) await new Promise(setImmediate);
    await child.kill();
    left = spooled(folder).length;
  }
  const { log } = await openLog(folder);
  await log.close();
  await expectRecords(folder, 0, count);
}, 60_000);
