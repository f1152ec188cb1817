import { describe, expect, test } from '@jest/globals';
import { openState, type State } from '../src/index.ts';
import { startChild, type Child } from './children.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();

/** Rounds of kill -9; more in the long run. */
const KILLS = Number(process.env.SAFEAI_KILL_ROUNDS ?? '2');

async function openIn(folder: string): Promise<State> {
  const state = await openState({ folder, keys: KEYS });
  folders.closing(() => state.close());
  return state;
}

function start(role: string, folder: string): Child {
  const child = startChild(role, folder);
  folders.closing(async () => {
    child.process.kill('SIGKILL');
    await child.ended;
  });
  return child;
}

/** All that a child tells from now until it ends. */
async function restOf(child: Child): Promise<string[]> {
  const told: string[] = [];
  for (;;) {
    const more = (await child.next().catch(() => undefined)) as string | undefined;
    if (more === undefined) return told;
    told.push(more);
  }
}

/** Appends until it is killed; what it had been told is lasting. */
async function appended(folder: string, atLeast: number): Promise<string[]> {
  const writer = start('append', folder);
  const told: string[] = [];
  while (told.length < atLeast) told.push((await writer.next()) as string);
  writer.process.kill('SIGKILL');
  return [...told, ...(await restOf(writer))];
}

/** Of each key the numbers of its messages, in the order in which they were sent. */
function ordersOf(ids: readonly string[]): readonly (readonly number[])[] {
  const orders = new Map<string, number[]>();
  for (const id of ids) {
    const [key = '', sequence] = id.split('-');
    orders.set(key, [...(orders.get(key) ?? []), Number(sequence)]);
  }
  return [...orders.values()];
}

describe('messages in a file', () => {
  test(
    'outlast kill -9 of who appends and of who sends; what was being sent is sent again, in its order',
    async () => {
      for (let round = 0; round < KILLS; round++) {
        const folder = folders.make();
        const acknowledged = await appended(folder, 150);
        const sender = start('deliver', folder);
        const sent: string[] = [];
        while (sent.length < 40 + 7 * round) sent.push((await sender.next()) as string);
        sender.process.kill('SIGKILL');
        sent.push(...(await restOf(sender)));
        const second = start('deliver', folder);
        const again = await restOf(second);
        const all = [...sent, ...again];
        expect(new Set(all)).toEqual(new Set([...all, ...acknowledged]));
        // Of what the first had leased, three at most, it may have sent some without saying so.
        expect(all.length - new Set(all).size).toBeLessThanOrEqual(1);
        for (const order of ordersOf([...new Set(all)])) {
          expect(order).toEqual(order.map((_, place) => place + 1));
        }
        const state = await openIn(folder);
        expect(await state.outbox.backlog()).toEqual([]);
        await state.close();
      }
    },
    60_000 + KILLS * 30_000,
  );

  test('are sent once by several processes, those of a key in their order', async () => {
    const folder = folders.make();
    const acknowledged = await appended(folder, 120);
    const told: string[] = [];
    const senders = [1, 2, 3].map(() => start('deliver together', folder));
    const collect = async (child: Child): Promise<void> => {
      for (;;) {
        const more = (await child.next().catch(() => undefined)) as string | undefined;
        if (more === undefined) return;
        told.push(more);
      }
    };
    await Promise.all(senders.map(collect));
    expect(told.length).toBe(new Set(told).size);
    expect(new Set(told)).toEqual(new Set([...told, ...acknowledged]));
  }, 120_000);
});
