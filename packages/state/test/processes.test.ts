import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Database from 'libsql';
import { entryOf } from '../src/contract/index.ts';
import { openState, type State } from '../src/index.ts';
import { startChild } from './children.ts';
import { KEYS } from './keys.ts';
import { contested, kindOf, prepareRaces, ROWS } from './races.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();

/** Rounds of kill -9; more in the long run. */
const KILLS = Number(process.env.SAFEAI_KILL_ROUNDS ?? '3');

async function openIn(folder: string): Promise<State> {
  const state = await openState({ folder, keys: KEYS });
  folders.closing(() => state.close());
  return state;
}

function start(role: string, folder: string, limitKiB?: number): ReturnType<typeof startChild> {
  const child = startChild(role, folder, limitKiB);
  folders.closing(async () => {
    child.process.kill('SIGKILL');
    await child.ended;
  });
  return child;
}

function integrity(folder: string): unknown {
  const database = new Database(join(folder, 'state.db'));
  const row = database.prepare('PRAGMA integrity_check').get() as { integrity_check: unknown };
  database.close();
  return row.integrity_check;
}

describe('several processes on one file', () => {
  test('have one winner in every race about an approval', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    await prepareRaces(state);
    const children = Array.from({ length: 4 }, () => start('race', folder));
    for (const child of children) expect(await child.next()).toBe('ready');
    for (const [number, child] of children.entries()) child.say(String(number));
    const results = (await Promise.all(children.map((child) => child.next()))) as string[][];
    for (let row = 0; row < ROWS; row++) {
      const of = results.map((result) => result[row] ?? null);
      if (kindOf(row) === 'open') {
        expect([row, new Set(of).size]).toEqual([row, 1]);
        expect((await state.approvals.get(['acme'], of[0] ?? ''))?.fingerprint).toBe(
          `open ${String(row)}`,
        );
        continue;
      }
      const winners = of.filter((status) => status !== null);
      expect([row, winners.length]).toEqual([row, 1]);
      const kept = await state.approvals.get(['acme'], contested(row).requestId);
      expect([kept?.status, kept?.consumedBy, kept?.version]).toEqual([
        winners[0],
        String(of.indexOf(winners[0] ?? null)),
        contested(row).version + 1,
      ]);
    }
  }, 60_000);

  test('open a new file at once, and all see what each of them writes', async () => {
    const folder = folders.make();
    const states = await Promise.all(Array.from({ length: 4 }, () => openIn(folder)));
    const expiresAt = Number.MAX_SAFE_INTEGER;
    await Promise.all(
      states.map((state, number) =>
        state.memory.put(entryOf({ key: String(number), expiresAt }), 10),
      ),
    );
    for (const state of states) {
      for (const key of ['0', '1', '2', '3']) {
        expect((await state.memory.get(entryOf({ key })))?.key).toBe(key);
      }
    }
  });

  test('do not read with a key that another one has destroyed', async () => {
    const folder = folders.make();
    const [one, other] = [await openIn(folder), await openIn(folder)];
    const session = { tenantId: 'acme', sessionId: 's' };
    const limits = { ttlMs: 60_000, maxPerSession: 10 };
    await one.memory.put(entryOf({ expiresAt: Number.MAX_SAFE_INTEGER }), 10);
    await one.pseudonyms.put(session, new Map([['a', 'b']]), limits);
    expect((await other.pseudonyms.all(session)).size).toBe(1);
    await other.memory.shred('acme');
    expect((await one.pseudonyms.all(session)).size).toBe(0);
    expect(await one.pseudonyms.put(session, new Map([['a', 'c']]), limits)).toEqual([]);
    expect(await other.pseudonyms.all(session)).toEqual(new Map([['a', 'c']]));
  });
});

describe('a process that is killed', () => {
  test(
    `loses nothing that it had acknowledged, ${String(KILLS)} times`,
    async () => {
      const folder = folders.make();
      for (let round = 0; round < KILLS; round++) {
        const child = start('write', folder);
        const acknowledged: string[] = [];
        const enough = 20 + Math.floor(Math.random() * 200);
        while (acknowledged.length < enough) acknowledged.push((await child.next()) as string);
        child.process.kill('SIGKILL');
        for (;;) {
          const more = await child.next().catch(() => undefined);
          if (more === undefined) break;
          acknowledged.push(more as string);
        }
        const state = await openState({ folder, keys: KEYS });
        for (const key of acknowledged) {
          expect((await state.memory.get(entryOf({ key })))?.value).toBe(key);
          expect((await state.approvals.get(['*'], `ar-${key}`))?.requestId).toBe(`ar-${key}`);
        }
        await state.close();
        expect(integrity(folder)).toBe('ok');
      }
    },
    60_000 + KILLS * 10_000,
  );
});

describe('a lock that another process holds', () => {
  test('holds up neither the event loop nor reads; writes wait for it', async () => {
    interface Done {
      readonly reads: number;
      readonly writes: number;
    }
    const folder = folders.make();
    const worker = start('work', folder);
    expect(await worker.next()).toBe('ready');
    // Answered by the worker's event loop, whatever its files wait for.
    const when = async (isEnough: (done: Done) => boolean): Promise<Done> => {
      for (;;) {
        worker.say('count');
        const done = (await worker.next()) as Done;
        if (isEnough(done)) return done;
      }
    };
    await when(({ writes }) => writes > 4);
    const holder = start('hold', folder);
    expect(await holder.next()).toBe('held');
    const { reads: before } = await when(() => true);
    // Writes that were through before the lock may be told of after it.
    const held = await when(({ reads }) => reads > before + 50);
    const later = await when(({ reads }) => reads > held.reads + 100);
    expect(later.writes).toBe(held.writes);
    holder.say('let go');
    await when(({ writes }) => writes > later.writes + 4);
    worker.say('stop');
    expect(await worker.next()).toBe('stopped');
  }, 60_000);
});

describe('a disk that is full', () => {
  test('fails the write, says so, and leaves what was there', async () => {
    const child = start('fill', folders.make(), 1024);
    const error = (await child.next()) as { code: string; message: string };
    expect(error.code).toBe('state_unavailable');
    expect(error.message).toMatch(/disk/);
    expect(await child.next()).toEqual(entryOf().value);
  }, 30_000);
});
