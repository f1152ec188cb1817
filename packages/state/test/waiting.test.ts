import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from '@jest/globals';
import type { JsonValue, SafeAIError } from '@safeai/core';
import Database from 'libsql';
import { approvalOf, entryOf, testClock } from '../src/contract/index.ts';
import { openState, type State } from '../src/index.ts';
import type { ThreadData } from '../src/requests.ts';
import { StateThread } from '../src/state-thread.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();
const ENTRY = entryOf({ expiresAt: Number.MAX_SAFE_INTEGER });
const CAPS = { perAgent: 1e9, perTenant: 1e9 };

async function openIn(options: Parameters<typeof openState>[0]): Promise<State> {
  const state = await openState(options);
  folders.closing(() => state.close());
  return state;
}

/** Holds the write lock of a file until told otherwise. */
function hold(folder: string, name: string): () => void {
  const database = new Database(join(folder, name));
  database.exec('BEGIN IMMEDIATE');
  let isHeld = true;
  const release = (): void => {
    if (!isHeld) return;
    isHeld = false;
    database.exec('ROLLBACK');
    database.close();
  };
  folders.closing(release);
  return release;
}

describe('while the write lock is held elsewhere', () => {
  test('reads are answered and writes wait', async () => {
    const folder = folders.make();
    const state = await openIn({ folder, keys: KEYS });
    await state.memory.put(ENTRY, 10);
    const release = hold(folder, 'state.db');
    let isWritten = false;
    const written = state.memory.put({ ...ENTRY, key: 'k' }, 10).then(() => (isWritten = true));
    for (let times = 0; times < 50; times++) expect(await state.memory.get(ENTRY)).toEqual(ENTRY);
    await state.check();
    expect(isWritten).toBe(false);
    release();
    await written;
    expect((await state.memory.get({ ...ENTRY, key: 'k' }))?.key).toBe('k');
  });

  test('a write fails by its limit, has no effect, and a later one is done', async () => {
    const folder = folders.make();
    const state = await openIn({ folder, keys: KEYS, waitMs: 30 });
    const release = hold(folder, 'state.db');
    const error = await state.memory.put(ENTRY, 10).catch((reason: unknown) => reason);
    expect((error as SafeAIError).code).toBe('state_unavailable');
    expect((error as SafeAIError).message).toMatch(/locked by another process.*Try again/);
    release();
    expect(await state.memory.get(ENTRY)).toBe(undefined);
    expect(await state.memory.put(ENTRY, 10)).toBe('stored');
  });

  test('of one file, the other one is written', async () => {
    const folder = folders.make();
    const state = await openIn({ folder, keys: KEYS });
    hold(folder, 'state.db');
    const session = { tenantId: 't', agentId: 'a', sessionId: 's' };
    await state.sessions.record(session, ['pii']);
    expect((await state.sessions.load(session)).tags).toEqual(['pii']);
  });

  test('an approval that expires meanwhile is not approved any more', async () => {
    const folder = folders.make();
    const clock = testClock();
    const state = await openIn({ folder, keys: KEYS, clock });
    await state.approvals.open(approvalOf(), CAPS);
    const release = hold(folder, 'state.db');
    clock.time = approvalOf().expiresAt - 1;
    const approved = state.approvals.replace(approvalOf({ status: 'approved', version: 2 }), 1);
    // The thread has had the request once it answers this one.
    await state.check();
    clock.time = approvalOf().expiresAt;
    await state.check();
    release();
    expect(await approved).toBe(false);
  });

  test('a process that only opens the files does not wait for it', async () => {
    const folder = folders.make();
    await (await openIn({ folder, keys: KEYS })).close();
    hold(folder, 'state.db');
    const state = await openIn({ folder, keys: KEYS, waitMs: 30 });
    await state.check();
  });
});

test('a write that is late behind others is not said to wait for another process', async () => {
  const state = await openIn({ folder: folders.make(), keys: KEYS, waitMs: 0 });
  const error = await state.memory.put(ENTRY, 10).catch((reason: unknown) => reason);
  expect((error as SafeAIError).message).toMatch(/More was to be written/);
  expect(await state.memory.get(ENTRY)).toBe(undefined);
});

describe('writes that come together', () => {
  test('fail one by one', async () => {
    const state = await openIn({ folder: folders.make(), keys: KEYS });
    const same = approvalOf({ requestId: 'ar-1', expiresAt: Number.MAX_SAFE_INTEGER });
    const results = await Promise.allSettled([
      state.approvals.open({ ...same, fingerprint: 'a' }, CAPS),
      // An id that is taken: the row cannot be inserted.
      state.approvals.open({ ...same, fingerprint: 'b' }, CAPS),
      state.memory.put(ENTRY, 10),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await state.memory.get(ENTRY)).toEqual(ENTRY);
    expect((await state.approvals.get(['*'], 'ar-1'))?.fingerprint).toBe('a');
  });
});

test('a value that is no JSON is refused, and nothing waits for it', async () => {
  const state = await openIn({ folder: folders.make(), keys: KEYS });
  const cyclic: Record<string, unknown> = {};
  cyclic.itself = cyclic;
  for (const value of [() => 1, Symbol('s'), 1n, cyclic, { deep: [() => 1] }]) {
    const error: unknown = await state.memory
      .put({ ...ENTRY, value: value as JsonValue }, 10)
      .catch((reason: unknown) => reason);
    expect((error as SafeAIError).code).toBe('state_unavailable');
  }
  expect(await state.memory.get(ENTRY)).toBe(undefined);
  expect(await state.memory.put(ENTRY, 10)).toBe('stored');
  await state.close();
});

describe('a thread that ends by itself', () => {
  test('fails what it had not answered, and another one answers what comes next', async () => {
    const folder = folders.make();
    const workers: Worker[] = [];
    const workerData: ThreadData = { folder, keys: KEYS, waitMs: 5000, time: undefined };
    const thread = new StateThread({
      start: () => {
        const from = new URL('../src/worker/from-source.mjs', import.meta.url);
        const worker = new Worker(from, { workerData });
        workers.push(worker);
        return worker;
      },
      stalledMs: 30_000,
    });
    folders.closing(() => thread.close());
    await thread.request('memory.put', ENTRY, 10);
    const release = hold(folder, 'state.db');
    const pending = thread.request('memory.put', { ...ENTRY, key: 'k' }, 10);
    // No request at all: an error that nobody catches.
    workers[0]?.postMessage(null);
    await expect(pending).rejects.toMatchObject({ code: 'state_unavailable' });
    release();
    expect(await thread.request('memory.get', ENTRY)).toEqual(ENTRY);
    expect(workers.length).toBe(2);
  });

  test('for want of a binary says what to do', async () => {
    const workerData: ThreadData = {
      ...{ folder: folders.make(), keys: KEYS, waitMs: 5000, time: undefined },
    };
    const thread = new StateThread({
      start: () => {
        const from = new URL('../src/worker/from-source.mjs', import.meta.url);
        // Makes the driver look for a binary of one's own, which is not there.
        return new Worker(from, { workerData, env: { ...process.env, LIBSQL_JS_DEV: '1' } });
      },
      stalledMs: 30_000,
    });
    const error = await thread.request('files.check').catch((reason: unknown) => reason);
    expect((error as SafeAIError).message).toMatch(/no binary for this machine.*state\.backend/);
  });

  test('and cannot begin again fails each request', async () => {
    const thread = new StateThread({
      start: () => new Worker('throw new Error("secret")', { eval: true }),
      stalledMs: 30_000,
    });
    for (let times = 0; times < 2; times++) {
      const error = await thread.request('files.check').catch((reason: unknown) => reason);
      expect((error as SafeAIError).code).toBe('state_unavailable');
      expect((error as SafeAIError).message).not.toMatch(/secret/);
    }
    await thread.close();
  });

  test('or hangs is given up after its limit', async () => {
    const thread = new StateThread({
      start: () => new Worker('setInterval(() => {}, 1000)', { eval: true }),
      stalledMs: 20,
    });
    folders.closing(() => thread.close());
    const error = await thread.request('files.check').catch((reason: unknown) => reason);
    expect((error as SafeAIError).message).toMatch(/do not answer/);
  });
});

test('what cannot be sent to the thread fails alone, whatever is asked in the same turn', async () => {
  const state = await openIn({ folder: folders.make(), keys: KEYS });
  const bad = { ...ENTRY, key: 'bad', value: (() => 1) as unknown as JsonValue };
  const put = (entry: typeof ENTRY) => state.memory.put(entry, 10);
  const asked = [put(ENTRY), put(bad), put({ ...ENTRY, key: 'other', handle: 'mh-other' })];
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const [, refused] = outcomes as PromiseRejectedResult[];
  expect((refused?.reason as SafeAIError).code).toBe('state_unavailable');
  expect((await state.memory.get(ENTRY))?.value).toEqual(ENTRY.value);
});
