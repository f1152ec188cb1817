/** A process of its own on the state files, for tests: `child.ts <role> <folder>`. Writes lines of JSON. */
import { once } from 'node:events';
import { join } from 'node:path';
import { SafeAI } from '@safeai/core';
import Database from 'libsql';
import { approvalOf, entryOf } from '../src/contract/index.ts';
import { appendForEver, deliver } from './delivering.ts';
import { spendUntilRefused } from './spending.ts';
import { openState, type State } from '../src/index.ts';
import { KEYS } from './keys.ts';
import { racesOf, ROWS } from './races.ts';

const [role = '', folder = ''] = process.argv.slice(2);
const LATER = Date.now() + 3_600_000;

const tell = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};
const heard = (): Promise<unknown> => once(process.stdin, 'data');
const open = (): Promise<State> => openState({ folder, keys: KEYS, waitMs: 20_000 });

const roles: Readonly<Record<string, () => Promise<void>>> = {
  /** Takes part in every race, all at once. */
  race: async () => {
    const state = await open();
    tell('ready');
    const [number] = (await heard()) as [Buffer];
    const races = racesOf(state, Number(number.toString()));
    tell(await Promise.all(Array.from({ length: ROWS }, (_, row) => races(row))));
    await state.close();
  },

  /** Writes values until it is killed, and tells which ones are lasting. */
  write: async () => {
    const state = await open();
    const loop = async (name: string): Promise<void> => {
      for (let number = 0; ; number++) {
        const key = `${name}-${String(number)}`;
        await state.memory.put(entryOf({ key, value: key, expiresAt: LATER }), 1e9);
        await state.approvals.open(approvalOf({ requestId: `ar-${key}`, expiresAt: LATER }), {
          perAgent: 1e9,
          perTenant: 1e9,
        });
        tell(key);
      }
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(loop));
  },

  /** Spends from a budget, many calls at once, until there is no more room; tells what it was told. */
  spend: async () => {
    const state = await open();
    tell('ready');
    await heard();
    tell({ spent: await spendUntilRefused(state.budgets, () => undefined) });
    await state.close();
  },

  /** The same, and tells of each call that it has settled. */
  'spend and tell': async () => {
    const state = await open();
    await spendUntilRefused(state.budgets, tell);
    tell('done');
    await state.close();
  },

  /** Appends messages until it is killed. */
  append: async () => {
    await appendForEver(await open(), tell);
  },

  /** Sends messages until there are no more, and tells of each that it sends. */
  deliver: async () => {
    const state = await open();
    await deliver(state, 3000, tell);
    await state.close();
  },

  /** The same beside others, whose leases never end before they are settled. */
  'deliver together': async () => {
    const state = await open();
    await deliver(state, 3_600_000, tell);
    await state.close();
  },

  /** Makes a hundred tool calls at once, of which a limit lets a hundred through from all processes together. */
  call: async () => {
    const state = await open();
    const tools = [{ tool: 'send', calls: 100, windowMs: 3_600_000 }];
    const safeai = new SafeAI(
      { limits: { tools } },
      // Counters are named by the keys of the installation.
      { limits: state.limits, keys: { key: () => KEYS.current.key } },
    );
    tell('ready');
    await heard();
    const asked = Array.from({ length: 100 }, async (_, number) => {
      const parameters = { number };
      const call = { phase: 'request', toolName: 'send', parameters, agentId: 'bot' } as const;
      return (await safeai.interceptTool(call)).decision.action;
    });
    tell(await Promise.all(asked));
    await state.close();
  },

  /** Counts until it is killed, and tells each total. */
  count: async () => {
    const state = await open();
    for (;;) tell((await state.limits.add('a', 1, 3_600_000)).total);
  },

  /** Writes until the disk is full, then tells what happened, and whether reading goes on. */
  fill: async () => {
    const state = await open();
    const first = entryOf({ key: 'first', expiresAt: LATER });
    await state.memory.put(first, 1e9);
    let code: unknown;
    for (let number = 0; code === undefined; number++) {
      const value = 'x'.repeat(20_000);
      const entry = entryOf({ key: String(number), value, expiresAt: LATER });
      await state.memory.put(entry, 1e9).catch((error: unknown) => {
        const { code: found, message } = error as { code: unknown; message: string };
        code = { code: found, message };
      });
    }
    tell(code);
    tell((await state.memory.get(first))?.value);
    await state.close();
  },

  /** Holds the write lock until it is told to let go. */
  hold: async () => {
    const database = new Database(join(folder, 'state.db'));
    database.exec('PRAGMA busy_timeout = 5000');
    database.exec('BEGIN IMMEDIATE');
    tell('held');
    await heard();
    database.exec('COMMIT');
    database.close();
  },

  /** Four writers and a reader until told to stop; tells what they have done whenever it is asked. */
  work: async () => {
    const state = await open();
    const known = entryOf({ key: 'known', expiresAt: LATER });
    await state.memory.put(known, 1e9);
    const done = { reads: 0, writes: 0 };
    let isOver = false;
    process.stdin.on('data', (word: Buffer) => {
      if (word.toString() === 'stop\n') isOver = true;
      else tell(done);
    });
    tell('ready');
    const writer = async (name: string): Promise<void> => {
      while (!isOver) {
        await state.memory.put(entryOf({ key: name, expiresAt: LATER }), 1e9);
        done.writes++;
      }
    };
    const reader = async (): Promise<void> => {
      while (!isOver) {
        await state.memory.get(known);
        done.reads++;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    await Promise.all([reader(), ...['a', 'b', 'c', 'd'].map(writer)]);
    tell('stopped');
    await state.close();
  },
};

await roles[role]?.();
process.stdin.destroy();
