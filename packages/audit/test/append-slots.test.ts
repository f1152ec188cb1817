import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles } from '../src/append/files.ts';
import { isSlotHeld, SlotLock, type SlotPlace } from '../src/append/slot-lock.ts';
import { AuditLog } from '../src/append/audit-log.ts';
import { bundleChild, WriterProcess } from './append-processes.ts';
import {
  appendAll,
  openLog,
  segments,
  TEST_KEYS,
  TestClock,
  testRecord,
  verify,
} from './append-bed.ts';
import { faultyFiles, isSegment } from './faulty-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

bundleChild();

function place(folder: string): SlotPlace & { readonly clock: TestClock } {
  return { folder, files: nodeFiles, clock: new TestClock() };
}

function locks(folder: string): readonly string[] {
  return readdirSync(folder).filter((file) => file.includes('.lock.'));
}

describe('slots of processes', () => {
  test('differ for two at a time; each goes on with its own', async () => {
    const folder = temporaryFolder();
    const children = [];
    for (const slot of ['w1', 'w2']) {
      const child = new WriterProcess(folder, 'slot');
      await child.hasTold(1);
      expect(child.told).toEqual([slot]);
      children.push(child);
    }
    const [first, second] = children;
    await first?.end();
    const again = new WriterProcess(folder, 'slot');
    await again.hasTold(1);
    expect(again.told).toEqual(['w1']);
    await Promise.all([again.end(), second?.end()]);
  });

  test('are taken over from one that was killed', async () => {
    const folder = temporaryFolder();
    for (let round = 0; round < 3; round += 1) {
      const child = new WriterProcess(folder, 'slot');
      await child.hasTold(1);
      expect(child.told).toEqual(['w1']);
      await child.kill();
    }
    const { log } = await openLog(folder);
    expect(log.writer).toBe('w1');
    await log.close();
  });

  test('are all different when eight race for them', async () => {
    const folder = temporaryFolder();
    for (let round = 0; round < 2; round += 1) {
      const children = Array.from({ length: 8 }, () => new WriterProcess(folder, 'slot'));
      await Promise.all(children.map((child) => child.hasTold(1)));
      const slots = children.map(({ told }) => told[0]).sort();
      expect(slots).toEqual(['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'w8']);
      await Promise.all(children.map((child) => (round === 0 ? child.kill() : child.end())));
    }
  }, 60_000);

  test('that several write at once make one log that verifies', async () => {
    const folder = temporaryFolder();
    const children = [0, 1, 2].map((index) => new WriterProcess(folder, 'append', 8, index * 1e6));
    await Promise.all(children.map((child) => child.hasTold(200)));
    await Promise.all(children.map((child) => child.kill()));
    const logs = [await openLog(folder), await openLog(folder), await openLog(folder)];
    for (const { log } of logs) {
      await log.append(testRecord(1));
      await log.close();
    }
    expect(new Set(segments(folder).map((file) => file.slice(0, 8))).size).toBe(3);
    expect((await verify(folder)).problems).toEqual([]);
  }, 30_000);
});

describe('a lock', () => {
  test('is one of two that race for it in a process', async () => {
    const folder = temporaryFolder();
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => SlotLock.take(place(folder), 'w1')),
    );
    expect(taken.filter((lock) => lock !== undefined)).toHaveLength(1);
    for (const lock of taken) await lock?.release();
  });

  test('can be given up and taken again for ever, and leaves few files', async () => {
    const folder = temporaryFolder();
    for (let round = 0; round < 30; round += 1) {
      const lock = await SlotLock.take(place(folder), 'w1');
      expect(await lock?.isHeld()).toBe(true);
      expect(await isSlotHeld(place(folder), 'w1')).toBe(true);
      await lock?.release();
      await lock?.release();
      expect(await isSlotHeld(place(folder), 'w1')).toBe(false);
    }
    expect(locks(folder).length).toBeLessThan(6);
    expect(locks(folder)).toContain('w1.lock.60');
  });

  test('of a process with the same number, but another one, is free', async () => {
    const folder = temporaryFolder();
    const lock = await SlotLock.take(place(folder), 'w1');
    const [file = ''] = locks(folder);
    const content = JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;
    writeFileSync(join(folder, file), JSON.stringify({ ...content, started: '1' }));
    const next = await SlotLock.take(place(folder), 'w1');
    expect(next?.writer).toBe('w1');
    await next?.release();
    await lock?.release();
  });

  test.each([
    ['of another container', { pid_namespace: 'pid:[1]' }],
    ['from before the machine was started', { boot_id: 'another' }],
    ['of another machine', { host: 'another' }],
    ['that cannot be read', undefined],
  ])('%s is free a minute after its last sign', async (_, other) => {
    const folder = temporaryFolder();
    const lock = await SlotLock.take(place(folder), 'w1');
    const path = join(folder, locks(folder)[0] ?? '');
    const content = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, other === undefined ? '' : JSON.stringify({ ...content, ...other }));
    const here = place(folder);
    const sign = here.clock.now() / 1000;
    utimesSync(path, sign, sign);
    expect(await SlotLock.take(here, 'w1')).toBeUndefined();
    here.clock.pass(59_000);
    expect(await SlotLock.take(here, 'w1')).toBeUndefined();
    here.clock.pass(1000);
    const next = await SlotLock.take(here, 'w1');
    expect(next).toBeDefined();
    await next?.release();
    await lock?.release();
  });

  test('that was lost during a long sleep is noticed before the next record', async () => {
    const folder = temporaryFolder();
    const { log, clock, kinds } = await openLog(folder);
    await appendAll(log, 0, 3);
    // As another container would, that saw no sign for a minute.
    const path = join(folder, locks(folder)[0] ?? '');
    const content = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...content, host: 'another' }));
    clock.pass(120_000);
    const later = place(folder);
    later.clock.pass(240_000);
    const next = await SlotLock.take(later, 'w1');
    expect(next).toBeDefined();
    await expect(log.append(testRecord(3))).rejects.toThrow('taken over slot w1');
    expect(kinds()).toEqual(['failing']);
    const before = readFileSync(join(folder, log.file ?? ''));
    await log.close();
    expect(readFileSync(join(folder, segments(folder)[0] ?? ''))).toEqual(before);
    await next?.release();
    expect((await verify(folder)).problems).toEqual([]);
  });

  test('that was lost while a record was being written leaves it unacknowledged', async () => {
    const folder = temporaryFolder();
    const later = place(folder);
    let next: SlotLock | undefined;
    const files = faultyFiles({
      datasync: async (path) => {
        if (!isSegment(path) || next !== undefined) return;
        // Stopped here for two minutes, in another container than the one that takes over.
        const lock = join(folder, locks(folder)[0] ?? '');
        const content = JSON.parse(readFileSync(lock, 'utf8')) as object;
        writeFileSync(lock, JSON.stringify({ ...content, host: 'another' }));
        clock.pass(120_000);
        later.clock.pass(240_000);
        next = await SlotLock.take(later, 'w1');
      },
    });
    const { log, clock } = await openLog(folder, { files });
    await expect(log.append(testRecord(0))).rejects.toThrow('taken over slot w1');
    expect(next).toBeDefined();
    await log.close();
    await next?.release();
  });

  test('of a certain slot is had by one log at a time', async () => {
    const folder = temporaryFolder();
    const options = {
      folder,
      maxBytes: 2 ** 20,
      durability: 'group',
      minFreeBytes: 0,
      keys: TEST_KEYS,
      clock: new TestClock(),
    } as const;
    const log = await AuditLog.adopt(options, 'w7');
    expect(log?.writer).toBe('w7');
    expect(await AuditLog.adopt(options, 'w7')).toBeUndefined();
    await log?.close();
    const again = await AuditLog.adopt(options, 'w7');
    expect(again).toBeDefined();
    await again?.close();
  });
});
