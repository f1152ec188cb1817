import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Database from 'libsql';
import { entryOf } from '../src/contract/index.ts';
import { openState, type State } from '../src/index.ts';
import { failure } from './failure.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();
const ENTRY = entryOf({ expiresAt: Number.MAX_SAFE_INTEGER });

async function openIn(folder: string): Promise<State> {
  const state = await openState({ folder, keys: KEYS });
  folders.closing(() => state.close());
  return state;
}

function change(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

describe('the state files', () => {
  test('are made for this user alone, logs included', async () => {
    const folder = join(folders.make(), 'state');
    const state = await openIn(folder);
    await state.sessions.record({ tenantId: 't', agentId: 'a', sessionId: 's' }, ['pii']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) {
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
  });

  for (const name of ['state.db', 'sessions.db']) {
    test(`${name} of a newer version is refused, and left as it was`, async () => {
      const folder = folders.make();
      await (await openIn(folder)).close();
      change(join(folder, name), 'PRAGMA user_version = 99');
      const before = readFileSync(join(folder, name));
      expect(await failure(openState({ folder, keys: KEYS }))).toMatch(/newer SafeAI \(version 99/);
      expect(readFileSync(join(folder, name)).equals(before)).toBe(true);
    });

    test(`${name} that is something else is refused, and left as it was`, async () => {
      const folder = folders.make();
      const file = join(folder, name);
      change(file, 'CREATE TABLE notes (id INTEGER PRIMARY KEY)');
      const before = readFileSync(file);
      expect(await failure(openState({ folder, keys: KEYS }))).toMatch(/no file of SafeAI's/);
      expect(readFileSync(file).equals(before)).toBe(true);
      writeFileSync(file, 'certainly no database '.repeat(500));
      expect(await failure(openState({ folder, keys: KEYS }))).toMatch(/no SQLite file/);
    });
  }

  test('that are damaged reject what is asked of them', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    for (let number = 0; number < 200; number++) {
      await state.memory.put({ ...ENTRY, key: String(number), value: 'x'.repeat(500) }, 1e9);
    }
    await state.close();
    const bytes = readFileSync(join(folder, 'state.db'));
    writeFileSync(join(folder, 'state.db'), bytes.fill(0xaa, 4096));
    const message = await failure(openState({ folder, keys: KEYS }).then((one) => one.check()));
    expect(message).toMatch(/damaged/);
  });

  test('cannot lie where no folder can be', async () => {
    const folder = folders.make();
    writeFileSync(join(folder, 'file'), '');
    const message = await failure(openState({ folder: join(folder, 'file', 'x'), keys: KEYS }));
    expect(message).toMatch(/ENOTDIR/);
  });

  test('are closed once, after what is pending, and then answer nothing', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    const pending = state.memory.put(ENTRY, 10);
    await Promise.all([state.close(), state.close()]);
    expect(await pending).toBe('stored');
    expect(await failure(state.memory.get(ENTRY))).toMatch(/closed/);
    expect(readdirSync(folder).sort()).toEqual(['sessions.db', 'state.db']);
    expect(await (await openIn(folder)).memory.get(ENTRY)).toEqual(ENTRY);
  });
});

describe('a backup', () => {
  test('holds what was there, opens with the same keys, and is for this user alone', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    await state.memory.put(ENTRY, 10);
    const copy = folders.make();
    await state.backup(join(copy, 'state.db'));
    await state.memory.put({ ...ENTRY, key: 'later' }, 10);
    expect(statSync(join(copy, 'state.db')).mode & 0o777).toBe(0o600);
    expect(readdirSync(copy)).toEqual(['state.db']);
    const restored = await openIn(copy);
    expect(await restored.memory.get(ENTRY)).toEqual(ENTRY);
    expect(await restored.memory.get({ ...ENTRY, key: 'later' })).toBe(undefined);
    await restored.check();
  });

  test('never takes the place of a file', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    const file = join(folder, 'mine');
    for (const content of ['', 'mine']) {
      writeFileSync(file, content);
      expect(await failure(state.backup(file))).toMatch(/there already/);
      expect(readFileSync(file, 'utf8')).toBe(content);
    }
    expect(await failure(state.backup(join(folder, 'no', 'folder')))).toMatch(/ENOENT/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
