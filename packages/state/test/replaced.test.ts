import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { approvalOf, entryOf } from '../src/contract/index.ts';
import { openState, type State } from '../src/index.ts';
import { failure } from './failure.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();
const ENTRY = entryOf({ expiresAt: Number.MAX_SAFE_INTEGER });
const SESSION = { tenantId: 't', agentId: 'a', sessionId: 's' };

async function openIn(folder: string): Promise<State> {
  const state = await openState({ folder, keys: KEYS });
  folders.closing(() => state.close());
  return state;
}

function removeAll(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
}

describe('state files that are taken away while they are open', () => {
  test.each<[string, (folder: string) => void]>([
    ['all of them', removeAll],
    [
      'the folder',
      (folder) => {
        rmSync(folder, { recursive: true });
      },
    ],
    [
      'state.db',
      (folder) => {
        rmSync(join(folder, 'state.db'));
      },
    ],
    [
      'the log beside state.db',
      (folder) => {
        rmSync(join(folder, 'state.db-wal'));
      },
    ],
    [
      'to another folder',
      (folder) => {
        renameSync(folder, `${folder}-moved`);
      },
    ],
  ])('%s: told once, and nothing is acknowledged that is not there', async (_, take) => {
    const folder = join(folders.make(), 'state');
    const state = await openIn(folder);
    await state.memory.put(ENTRY, 10);
    take(folder);
    expect(await failure(state.memory.put({ ...ENTRY, key: 'lost' }, 10))).toMatch(
      /deleted, moved or replaced/,
    );
    expect(await state.memory.put({ ...ENTRY, key: 'kept' }, 10)).toBe('stored');
    await state.close();
    const again = await openIn(folder);
    expect(await again.memory.get({ ...ENTRY, key: 'kept' })).toMatchObject({ key: 'kept' });
    expect(await again.memory.get({ ...ENTRY, key: 'lost' })).toBe(undefined);
  });

  test('sessions.db: told once, and a new one is begun', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    await state.sessions.record(SESSION, ['secret']);
    rmSync(join(folder, 'sessions.db'));
    await failure(Promise.resolve(state.sessions.record(SESSION, ['personal'])));
    await state.sessions.record(SESSION, ['internal']);
    expect(existsSync(join(folder, 'sessions.db'))).toBe(true);
    expect((await state.sessions.load(SESSION)).tags).toEqual(['internal']);
  });

  test('are not read any more, so that no two processes go by two truths', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    const approval = approvalOf({ requestId: 'ar-1', expiresAt: Number.MAX_SAFE_INTEGER });
    await state.approvals.open(approval, { perAgent: 9, perTenant: 9 });
    removeAll(folder);
    const other = await openIn(folder);
    await failure(state.approvals.get(['*'], 'ar-1'));
    expect(await state.approvals.get(['*'], 'ar-1')).toBe(undefined);
    await other.approvals.open({ ...approval, requestId: 'ar-2' }, { perAgent: 9, perTenant: 9 });
    expect((await state.approvals.get(['*'], 'ar-2'))?.requestId).toBe('ar-2');
  });

  test('and replaced by a backup are read from the backup', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    await state.memory.put(ENTRY, 10);
    const backup = join(folders.make(), 'backup.db');
    await state.backup(backup);
    await state.memory.put({ ...ENTRY, key: 'later' }, 10);
    removeAll(folder);
    copyFileSync(backup, join(folder, 'state.db'));
    await failure(state.memory.get(ENTRY));
    expect(await state.memory.get(ENTRY)).toEqual(ENTRY);
    expect(await state.memory.get({ ...ENTRY, key: 'later' })).toBe(undefined);
  });

  test('or emptied where they lie: told, and the process lives', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    for (let number = 0; number < 50; number++) {
      await state.memory.put({ ...ENTRY, key: String(number), value: 'x'.repeat(2000) }, 1e9);
    }
    // Makes the file long: SQLite writes the log into it.
    await state.memory.shred('another');
    truncateSync(join(folder, 'state.db'));
    await failure(state.memory.put({ ...ENTRY, key: 'more' }, 1e9));
  });
});
