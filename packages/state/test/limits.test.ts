import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Database from 'libsql';
import { testClock } from '../src/contract/index.ts';
import { openState, type State } from '../src/index.ts';
import { startChild } from './children.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();

async function openIn(folder: string, clock = testClock()): Promise<State> {
  const state = await openState({ folder, keys: KEYS, clock });
  folders.closing(() => state.close());
  return state;
}

function start(role: string, folder: string): ReturnType<typeof startChild> {
  const child = startChild(role, folder);
  folders.closing(async () => {
    child.process.kill('SIGKILL');
    await child.ended;
  });
  return child;
}

function rows(folder: string): number {
  const database = new Database(join(folder, 'sessions.db'));
  const row = database.prepare('SELECT count(*) AS n FROM limit_windows').get() as { n: number };
  database.close();
  return row.n;
}

describe('windows that have ended', () => {
  test('leave the file while others begin', async () => {
    const folder = folders.make();
    const clock = testClock();
    const { limits } = await openIn(folder, clock);
    const begin = (prefix: string, windowMs: number) =>
      Promise.all(
        Array.from({ length: 600 }, (_, number) =>
          Promise.resolve(limits.add(`${prefix}/${String(number)}`, 1, windowMs)),
        ),
      );
    await begin('long', 10_000);
    await begin('short', 10);
    expect(rows(folder)).toBe(1200);
    clock.time += 10;
    await begin('later', 10_000);
    expect(rows(folder)).toBe(1200);
    expect(await limits.get('long/599')).toEqual({ total: 1, resetsInMs: 9990 });
  });

  test('leave the file when processes follow each other that begin one each', async () => {
    const folder = folders.make();
    const clock = testClock();
    for (let process = 0; process < 3; process++) {
      const state = await openIn(folder, clock);
      await state.limits.add(String(process), 1, 10);
      clock.time += 10;
      await state.close();
    }
    expect(rows(folder)).toBe(1);
  });
});

describe('a clock of the machine that is set back', () => {
  test('by little leaves the counts', async () => {
    const clock = testClock();
    const { limits } = await openIn(folders.make(), clock);
    await limits.add('a', 3, 1000);
    clock.time -= 1000;
    expect(await limits.get('a')).toEqual({ total: 3, resetsInMs: 2000 });
    expect((await limits.add('a', 1, 1000)).total).toBe(4);
  });

  test('by far closes nothing until the day that it came from', async () => {
    const clock = testClock();
    const { limits } = await openIn(folders.make(), clock);
    await limits.add('a', 3, 1000);
    clock.time -= 1001;
    expect(await limits.get('a')).toBe(undefined);
    expect(await limits.add('a', 1, 1000)).toEqual({ total: 1, resetsInMs: 1000 });
  });
});

test('points that are no number are refused, and the count stays', async () => {
  const { limits } = await openIn(folders.make());
  await limits.add('a', 1, 1000);
  await expect(limits.add('a', NaN, 1000)).rejects.toMatchObject({ code: 'state_unavailable' });
  expect((await limits.get('a'))?.total).toBe(1);
});

describe('several processes', () => {
  test('let through no more calls together than the limit says', async () => {
    const folder = folders.make();
    const children = [start('call', folder), start('call', folder)];
    for (const child of children) expect(await child.next()).toBe('ready');
    for (const child of children) child.say('go');
    const told = (await Promise.all(children.map((child) => child.next()))) as string[][];
    const actions = told.flat();
    expect(actions.filter((action) => action === 'allow')).toHaveLength(100);
    expect(actions.filter((action) => action === 'block')).toHaveLength(100);
  }, 60_000);

  test('that are killed take no count along that was told', async () => {
    const folder = folders.make();
    for (let round = 1; round <= 2; round++) {
      const child = start('count', folder);
      let told = 0;
      while (told < round * 50) told = (await child.next()) as number;
      child.process.kill('SIGKILL');
      for (;;) {
        const more = await child.next().catch(() => undefined);
        if (more === undefined) break;
        told = more as number;
      }
      const state = await openState({ folder, keys: KEYS });
      expect((await state.limits.get('a'))?.total).toBeGreaterThanOrEqual(told);
      await state.close();
    }
  }, 60_000);
});
