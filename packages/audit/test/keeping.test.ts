import { readdirSync } from 'node:fs';

import { afterEach, expect, test } from '@jest/globals';
import type { Clock } from '@safeai/core';

import {
  AuditLog,
  AuditMaintenance,
  AuditReader,
  chainKey,
  makeSigningKey,
  publicKeys,
  verifyLog,
  type AuditKeys,
  type AuditLogOptions,
} from '../src/index.ts';
import { aRecord, START } from './fixture-writer.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The log, its maintenance and its reader together, as a server has them. */
const DAY = 86_400_000;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

class Server {
  readonly folder = temporaryFolder();
  readonly keys: AuditKeys = {
    chain: [chainKey(Buffer.alloc(32, 1))],
    signing: [makeSigningKey()],
  };
  readonly reader = new AuditReader({ folder: this.folder });
  now = START;
  ticks = 0;

  get clock(): Clock {
    return { now: () => this.now, monotonic: () => (this.ticks += 600_000) };
  }

  get options(): AuditLogOptions {
    return {
      folder: this.folder,
      maxBytes: 20_000,
      durability: 'os',
      minFreeBytes: 0,
      keys: this.keys,
      clock: this.clock,
    };
  }

  async log(): Promise<AuditLog> {
    const log = await AuditLog.open(this.options);
    open.push(log);
    return log;
  }

  maintenance(log: AuditLog, maxAgeMs = Infinity): AuditMaintenance {
    const maintenance = new AuditMaintenance({
      folder: this.folder,
      log,
      compress: true,
      maxAgeMs,
      clock: this.clock,
      adopt: (writer) => AuditLog.adopt(this.options, writer),
    });
    open.push({ close: () => maintenance.stop() });
    return maintenance;
  }

  async append(log: AuditLog, from: number, to: number): Promise<void> {
    const appended = [];
    for (let number = from; number < to; number++) {
      appended.push(log.append(aRecord({ ts: this.now, requestId: `r${number}` })));
    }
    await Promise.all(appended);
  }

  async seen(): Promise<(string | null)[]> {
    const seen = [];
    for await (const { request_id } of this.reader.scan({ tenants: ['*'] })) seen.push(request_id);
    return seen;
  }

  async problems(): Promise<unknown> {
    const { folder, keys } = this;
    const report = await verifyLog({
      folder,
      chainKeys: keys.chain,
      jwks: publicKeys(keys),
      live: true,
    });
    return report.problems;
  }
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `r${from + index}`);

test('rotation, compression and reading while writing lose and repeat nothing, and the log verifies', async () => {
  const server = new Server();
  const log = await server.log();
  const maintenance = server.maintenance(log);
  const progress = { written: 0 };
  const writing = (async () => {
    while (progress.written < 1000) {
      await server.append(log, progress.written, progress.written + 20);
      progress.written += 20;
    }
  })();
  while (progress.written < 1000) {
    const [, seen, page] = await Promise.all([
      maintenance.runOnce(),
      server.seen(),
      server.reader.query({ tenants: ['*'], limit: 50 }),
    ]);
    expect(seen).toEqual(numbers(0, seen.length));
    const newest = page.records.map(({ request_id }) => request_id).reverse();
    const first = Number(newest[0]?.slice(1) ?? 0);
    expect(newest).toEqual(numbers(first, first + newest.length));
  }
  await writing;
  await maintenance.runOnce();
  expect(await server.seen()).toEqual(numbers(0, 1000));
  expect(readdirSync(server.folder).filter((file) => file.endsWith('.gz')).length).toBeGreaterThan(
    5,
  );
  expect(await server.problems()).toEqual([]);
});

test('old segments go while the log is written, and what is left verifies', async () => {
  const server = new Server();
  const log = await server.log();
  const maintenance = server.maintenance(log, 90 * DAY);
  await server.append(log, 0, 100);
  await maintenance.runOnce();
  server.now += 60 * DAY;
  await server.append(log, 100, 200);
  await maintenance.runOnce();
  expect(await server.seen()).toEqual(numbers(0, 200));
  server.now += 60 * DAY;
  await server.append(log, 200, 210);
  await maintenance.runOnce();
  const seen = await server.seen();
  expect(seen.slice(-110)).toEqual(numbers(100, 210));
  expect(seen).not.toContain('r0');
  expect(await server.problems()).toEqual([]);
});

test('the slot of a process that lives no more is kept in order, that of a live one is not touched', async () => {
  const server = new Server();
  const log = await server.log();
  const dead = await server.log();
  const live = await server.log();
  await server.append(dead, 0, 60);
  await server.append(live, 100, 160);
  await dead.close();
  server.now += 100 * DAY;
  await server.append(log, 200, 210);
  const ofLive = (): string[] =>
    readdirSync(server.folder).filter((file) => file.startsWith(`audit-${live.writer}-`));
  const before = ofLive();
  await server.maintenance(log, 90 * DAY).runOnce();
  expect(await server.seen()).toEqual([...numbers(100, 160), ...numbers(200, 210)]);
  expect(ofLive()).toEqual(before);
  expect(await server.problems()).toEqual([]);
});

test('a process that starts again goes on where it was, with everything kept', async () => {
  const server = new Server();
  for (let run = 0; run < 4; run++) {
    const log = await AuditLog.open(server.options);
    const maintenance = server.maintenance(log);
    await server.append(log, run * 50, run * 50 + 50);
    await maintenance.runOnce();
    await maintenance.stop();
    await log.close();
  }
  expect(await server.seen()).toEqual(numbers(0, 200));
  expect(await server.problems()).toEqual([]);
});
