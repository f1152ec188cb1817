import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import { afterEach, describe, expect, test } from '@jest/globals';
import type { Clock } from '@safeai/core';
import fc from 'fast-check';

import { FixtureLog } from '../../test/fixture-log.ts';
import { FixtureWriter, START } from '../../test/fixture-writer.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { SystemLine } from '../format/record-line.ts';
import { AuditReader } from '../read/reader.ts';
import { publicKeys } from '../receipt/receipt.ts';
import type { AuditNotice } from '../status.ts';
import { verifyLog } from '../verify/safeai-verify.ts';
import { AuditMaintenance, type AuditMaintenanceOptions } from './maintenance.ts';
import { tasksInThread } from './tasks.ts';

const DAY = 86_400_000;
const started: AuditMaintenance[] = [];

afterEach(async () => {
  for (const maintenance of started.splice(0)) await maintenance.stop();
});

class House {
  readonly folder = temporaryFolder();
  readonly log = new FixtureLog(this.folder);
  readonly reader = new AuditReader({ folder: this.folder });
  readonly notices: AuditNotice[] = [];
  now = START;
  ticks = 0;
  /** How often maintenance looked at the clock: once a run. */
  looks = 0;

  maintenance(options: Partial<AuditMaintenanceOptions> = {}): AuditMaintenance {
    const now = (): number => {
      this.looks++;
      return this.now;
    };
    const clock: Clock = { now, monotonic: () => (this.ticks += 600_000) };
    const maintenance = new AuditMaintenance({
      folder: this.folder,
      log: this.log,
      compress: true,
      maxAgeMs: Infinity,
      clock,
      onNotice: (notice) => this.notices.push(notice),
      ...options,
    });
    started.push(maintenance);
    return maintenance;
  }

  /** A sealed segment with these records, and the next one begun. */
  async segment(...ids: string[]): Promise<void> {
    this.log.now = this.now;
    this.log.append(...ids.map((requestId) => ({ requestId, ts: this.now })));
    await this.log.rotate();
  }

  files(): string[] {
    return readdirSync(this.folder).sort();
  }

  async ids(): Promise<(string | null)[]> {
    const { records } = await this.reader.query({ tenants: ['*'], limit: 1000 });
    return records.map(({ request_id }) => request_id).reverse();
  }

  async problems(): Promise<unknown> {
    const { chain, signing } = {
      chain: [FixtureWriter.key],
      signing: [FixtureLog.signingKey],
    } as const;
    const report = await verifyLog({
      folder: this.folder,
      chainKeys: chain,
      jwks: publicKeys({ chain, signing }),
    });
    return report.problems;
  }
}

describe('compression', () => {
  test('replaces what is complete by a file that plain tools read, and leaves the live segment', async () => {
    const house = new House();
    await house.segment('a', 'b');
    const plain = readFileSync(house.log.lines.path);
    await house.segment('c');
    house.log.append({ requestId: 'd' });
    await house.maintenance().runOnce();
    expect(house.files()).toEqual([
      'audit-w1-000000000000001.ndjson.gz',
      'audit-w1-000000000000001.ndjson.gz.idx',
      'audit-w1-000000000000004.ndjson.gz',
      'audit-w1-000000000000004.ndjson.gz.idx',
      'audit-w1-000000000000006.ndjson',
    ]);
    const compressed = readFileSync(join(house.folder, 'audit-w1-000000000000001.ndjson.gz'));
    expect(gunzipSync(compressed).equals(plain)).toBe(true);
    expect(await house.ids()).toEqual(['a', 'b', 'c', 'd']);
    expect(await house.problems()).toEqual([]);
  });

  test('is not done where it is not wanted; the index is', async () => {
    const house = new House();
    await house.segment('a');
    await house.segment('b');
    await house.maintenance({ compress: false }).runOnce();
    expect(house.files()).toEqual([
      'audit-w1-000000000000001.ndjson',
      'audit-w1-000000000000001.ndjson.idx',
      'audit-w1-000000000000003.ndjson',
    ]);
  });

  test('is not done to what has the name of a segment and is no file', async () => {
    const house = new House();
    await house.segment('a');
    execFileSync('mkfifo', [join(house.folder, 'audit-w1-000000000000002.ndjson')]);
    await house.segment('b');
    await house.maintenance().runOnce();
    expect(house.files()).toEqual([
      'audit-w1-000000000000001.ndjson.gz',
      'audit-w1-000000000000001.ndjson.gz.idx',
      'audit-w1-000000000000002.ndjson',
      'audit-w1-000000000000003.ndjson',
    ]);
  });

  test('keeps every byte of a large segment, and any record of it is found', async () => {
    const house = new House();
    house.log.append(
      ...Array.from({ length: 5000 }, (_, index) => ({
        requestId: `r${index}`,
        ts: START + index,
        agentId: index % 1000 === 7 ? 'rare' : 'often',
      })),
    );
    const plain = readFileSync(house.log.lines.path);
    await house.log.rotate();
    await house.segment('last');
    await house.maintenance().runOnce();
    const file = join(house.folder, 'audit-w1-000000000000001.ndjson.gz');
    expect(gunzipSync(readFileSync(file)).equals(plain)).toBe(true);
    const rare = { tenants: ['*'], agentId: 'rare', limit: 10 };
    const expected = ['r4007', 'r3007', 'r2007', 'r1007', 'r7'];
    const found = async (): Promise<unknown[]> =>
      (await house.reader.query(rare)).records.map(({ request_id }) => request_id);
    expect(await found()).toEqual(expected);
    unlinkSync(`${file}.idx`);
    expect(await found()).toEqual(expected);
    await house.maintenance().runOnce();
    expect(house.files()).toContain('audit-w1-000000000000001.ndjson.gz.idx');
    expect(await found()).toEqual(expected);
  });

  test('that a crash cut short is done again: left-over temporary file, both forms', async () => {
    const house = new House();
    await house.segment('a');
    const file = join(house.folder, 'audit-w1-000000000000001.ndjson');
    const plain = readFileSync(file);
    await house.segment('b');
    await house.maintenance().runOnce();
    writeFileSync(file, plain);
    writeFileSync(`${file}.gz.tmp`, 'half');
    expect(await house.ids()).toEqual(['a', 'b']);
    await house.maintenance().runOnce();
    expect(house.files()).toEqual([
      'audit-w1-000000000000001.ndjson.gz',
      'audit-w1-000000000000001.ndjson.gz.idx',
      'audit-w1-000000000000003.ndjson',
    ]);
    expect(await house.ids()).toEqual(['a', 'b']);
  });

  test('by other means is read as well', async () => {
    const house = new House();
    await house.segment('a', 'b');
    const file = house.log.lines.path;
    await house.segment('c');
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
    unlinkSync(file);
    expect(await house.ids()).toEqual(['a', 'b', 'c']);
    await house.maintenance().runOnce();
    expect(await house.ids()).toEqual(['a', 'b', 'c']);
  });

  test('waits while the next segment has not said what this one came to', async () => {
    const house = new House();
    await house.segment('a');
    writeFileSync(join(house.folder, 'audit-w1-000000000000003.ndjson'), '{"v":1,"wri');
    await house.maintenance().runOnce();
    expect(house.files()).toContain('audit-w1-000000000000001.ndjson');
  });
});

describe('retention', () => {
  test('takes whole segments that are too old, states it signed, and the rest still verifies', async () => {
    const house = new House();
    for (const ids of [['a', 'b'], ['c'], ['d'], ['e']]) {
      await house.segment(...ids);
      house.now += 30 * DAY;
    }
    const maintenance = house.maintenance({ maxAgeMs: 80 * DAY });
    await maintenance.runOnce();
    expect(await house.ids()).toEqual(['d', 'e']);
    expect(house.files().filter((file) => file.startsWith('audit-w1-000000000000001'))).toEqual([]);
    expect(await house.problems()).toEqual([]);
    const { records } = await house.reader.query({
      tenants: ['*'],
      event: 'audit.tombstone',
      limit: 5,
    });
    expect(records.map((line) => (line as unknown as SystemLine).detail)).toMatchObject([
      {
        segments: [
          { file: 'audit-w1-000000000000001.ndjson', first_seq: 1, last_seq: 3 },
          { file: 'audit-w1-000000000000004.ndjson', first_seq: 4, last_seq: 5 },
        ],
      },
    ]);
    await maintenance.runOnce();
    expect(await house.ids()).toEqual(['d', 'e']);
    expect(await house.problems()).toEqual([]);
  });

  test('goes by the latest record, not by the last one', async () => {
    const house = new House();
    house.log.append({ ts: START + 100 * DAY, requestId: 'late' }, { ts: START, requestId: 'old' });
    await house.log.rotate();
    house.now += 120 * DAY;
    await house.segment('b');
    await house.maintenance({ maxAgeMs: 90 * DAY }).runOnce();
    expect(await house.ids()).toEqual(['late', 'old', 'b']);
  });

  test('is not held up for ever by a record from the future', async () => {
    const house = new House();
    house.log.append({ ts: START + 30_000 * DAY, requestId: 'of a wrong clock' });
    await house.log.rotate();
    house.now += 50 * DAY;
    await house.segment('b');
    house.now += 80 * DAY;
    const maintenance = house.maintenance({ maxAgeMs: 90 * DAY });
    await maintenance.runOnce();
    expect(await house.ids()).toEqual(['of a wrong clock', 'b']);
    house.now += 11 * DAY;
    await maintenance.runOnce();
    expect(await house.ids()).toEqual([]);
    expect(await house.problems()).toEqual([]);
  });

  test('ends a segment of little traffic, so that its records can go', async () => {
    const house = new House();
    house.log.append({ requestId: 'a', ts: house.now });
    const maintenance = house.maintenance({ maxAgeMs: 80 * DAY });
    await maintenance.runOnce();
    house.now += 11 * DAY;
    await maintenance.runOnce();
    house.log.append({ requestId: 'b', ts: house.now });
    expect(house.files().filter((file) => file.endsWith('.ndjson'))).toHaveLength(2);
    house.now += 75 * DAY;
    await maintenance.runOnce();
    expect(await house.ids()).toEqual(['b']);
    house.now += 75 * DAY;
    await maintenance.runOnce();
    expect(await house.ids()).toEqual([]);
    expect(await house.problems()).toEqual([]);
  });

  test('deletes nothing while the tombstone cannot be recorded', async () => {
    const house = new House();
    await house.segment('a');
    house.now += 100 * DAY;
    await house.segment('b');
    const log = {
      writer: 'w1',
      appendSystem: () => Promise.reject(new Error('disk full')),
      flush: () => Promise.resolve(),
      rotate: () => Promise.resolve(),
      isHeld: () => Promise.resolve(true),
      sign: (text: string) => house.log.sign(text),
    };
    const maintenance = house.maintenance({ log, maxAgeMs: 90 * DAY });
    await expect(maintenance.runOnce()).rejects.toThrow('disk full');
    expect(await house.ids()).toEqual(['a', 'b']);
  });

  test('keeps all without an age', async () => {
    const house = new House();
    await house.segment('a');
    house.now += 10_000 * DAY;
    await house.segment('b');
    await house.maintenance().runOnce();
    expect(await house.ids()).toEqual(['a', 'b']);
  });
});

describe("another writer's slot", () => {
  async function withOther(): Promise<{ house: House; other: FixtureLog }> {
    const house = new House();
    const other = new FixtureLog(house.folder, 'w2');
    other.append({ requestId: 'o1', ts: START });
    await other.rotate();
    other.append({ requestId: 'o2', ts: START });
    house.now += 100 * DAY;
    house.log.now = other.now = house.now;
    house.log.append({ requestId: 'a', ts: house.now });
    return { house, other };
  }

  test('is not touched while it is held', async () => {
    const { house } = await withOther();
    const before = house.files();
    await house.maintenance({ maxAgeMs: DAY, adopt: () => Promise.resolve(undefined) }).runOnce();
    expect(house.files()).toEqual(before);
    await house.maintenance({ maxAgeMs: DAY }).runOnce();
    expect(house.files()).toEqual(before);
  });

  test('is kept in order once it could be taken, and given up again', async () => {
    const { house, other } = await withOther();
    const taken: string[] = [];
    const adopted = {
      writer: 'w2',
      appendSystem: other.appendSystem.bind(other),
      flush: other.flush.bind(other),
      sign: other.sign.bind(other),
      rotate: other.rotate.bind(other),
      isHeld: other.isHeld.bind(other),
      close: () => Promise.resolve(void taken.push('given up')),
    };
    const adopt = (writer: string): Promise<typeof adopted> => {
      taken.push(writer);
      return Promise.resolve(adopted);
    };
    const maintenance = house.maintenance({ maxAgeMs: 90 * DAY, adopt });
    await maintenance.runOnce();
    expect(taken).toEqual(['w2', 'given up']);
    expect(await house.ids()).toEqual(['a']);
    expect(await house.problems()).toEqual([]);
    await maintenance.runOnce();
    expect(taken).toEqual(['w2', 'given up']);
  });
});

describe('started', () => {
  test('tells a failure once, goes on, and tells it again after it was well', async () => {
    const house = new House();
    await house.segment('a');
    await house.segment('b');
    const disk = { fails: true, runs: 0 };
    const compress = (): Promise<void> => {
      disk.runs++;
      return disk.fails ? Promise.reject(new Error('EIO: read.')) : Promise.resolve();
    };
    const tasks = {
      index: () => Promise.resolve(),
      compress,
      describe: () => Promise.resolve(undefined),
      close: () => Promise.resolve(),
    };
    const maintenance = house.maintenance({ tasks, everyMs: 1 });
    maintenance.start();
    maintenance.start();
    await until(() => disk.runs >= 4);
    expect(house.notices).toMatchObject([
      { kind: 'upkeep', message: expect.stringContaining('EIO: read.') },
    ]);
    disk.fails = false;
    const recovered = disk.runs + 1;
    await until(() => disk.runs >= recovered);
    expect(house.notices).toHaveLength(1);
    const looks = house.looks + 2;
    await until(() => house.looks >= looks);
    disk.fails = true;
    await house.segment('c');
    await until(() => house.notices.length === 2);
    await maintenance.stop();
    const { runs } = disk;
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(disk.runs).toBe(runs);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a run', () => {
  async function counted(end: (maintenance: AuditMaintenance, house: House) => unknown) {
    const house = new House();
    for (let segment = 0; segment < 5; segment++) await house.segment(`r${segment}`);
    let compressed = 0;
    const maintenance: AuditMaintenance = house.maintenance({
      tasks: {
        ...tasksInThread,
        compress: async (task) => {
          compressed++;
          end(maintenance, house);
          await tasksInThread.compress(task);
        },
      },
    });
    await maintenance.runOnce();
    return compressed;
  }

  test('ends with the step at hand when maintenance is stopped', async () => {
    let stopped: Promise<void> | undefined;
    expect(await counted((maintenance) => (stopped ??= maintenance.stop()))).toBe(1);
    await stopped;
  });

  test('touches nothing more once the slot is lost', async () => {
    const lose = (_: AuditMaintenance, { log }: House): void => {
      log.isHeld = () => Promise.resolve(false);
    };
    expect(await counted(lose)).toBe(1);
    expect(await counted(() => undefined)).toBe(4);
  });
});

test('pages lose and repeat nothing while segments end, are compressed and indexed between them', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ do: fc.constantFrom('rotate' as const, 'keep' as const, 'page' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      async (steps, limit, together) => {
        const house = new House();
        const maintenance = house.maintenance();
        let appended = 0;
        const append = (count: number): void => {
          house.log.append(
            ...Array.from({ length: count }, () => ({
              requestId: `r${appended}`,
              ts: START + appended++,
              agentId: 'bot',
            })),
          );
        };
        append(100);
        const seen: (string | null)[] = [];
        let cursor: string | null | undefined;
        const page = async (): Promise<void> => {
          if (cursor === null) return;
          const query = { tenants: ['*'], agentId: 'bot', limit };
          const { records, nextCursor } = await house.reader.query({
            ...query,
            ...(cursor !== undefined && { cursor }),
          });
          seen.push(...records.map(({ request_id }) => request_id));
          cursor = nextCursor;
        };
        await page();
        for (const each of steps) {
          if (each.do === 'append') append(each.count);
          else if (each.do === 'rotate') await house.log.rotate();
          else if (each.do === 'page') await page();
          else if (together) await Promise.all([maintenance.runOnce(), page()]);
          else await maintenance.runOnce();
        }
        while (cursor !== null) await page();
        expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => `r${99 - index}`));
        expect(await house.ids()).toHaveLength(Math.min(appended, 1000));
      },
    ),
    { numRuns: 40 },
  );
});

test('a scan and pages go on where retention deletes what they have not reached', async () => {
  const house = new House();
  for (let part = 0; part < 6; part++) {
    await house.segment(...Array.from({ length: 10 }, (_, index) => `${part}-${index}`));
    house.now += 10 * DAY;
  }
  const maintenance = house.maintenance({ maxAgeMs: 35 * DAY });
  const first = await house.reader.query({ tenants: ['*'], limit: 15 });
  await maintenance.runOnce();
  const rest = await house.reader.query({
    tenants: ['*'],
    limit: 1000,
    cursor: first.nextCursor ?? '',
  });
  const seen = [...first.records, ...rest.records].map(({ request_id }) => request_id);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.slice(0, 30)).toEqual(
    [5, 4, 3].flatMap((part) => Array.from({ length: 10 }, (_, index) => `${part}-${9 - index}`)),
  );
});
