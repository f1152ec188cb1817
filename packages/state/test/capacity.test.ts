import { expect, test } from '@jest/globals';
import Database from 'libsql';
import { testClock } from '../src/contract/index.ts';
import { DataKeys } from '../src/worker/data-keys.ts';
import { openDatabase } from '../src/worker/database.ts';
import { SESSION_MIGRATIONS, STATE_MIGRATIONS } from '../src/worker/migrations.ts';
import { Names } from '../src/worker/names.ts';
import { PseudonymTable } from '../src/worker/pseudonym-table.ts';
import { SessionTable } from '../src/worker/session-table.ts';
import { KEYS } from './keys.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();
const LIMITS = { ttlMs: 60_000, maxPerSession: 10 };

function setUp() {
  const folder = folders.make();
  const open = (name: string, migrations: readonly string[]) => {
    const database = openDatabase(Database, { folder, name, migrations, synchronous: 'NORMAL' });
    folders.closing(() => database.close());
    return database;
  };
  const clock = testClock();
  const names = new Names(KEYS.current.key);
  const dataKeys = new DataKeys(open('state.db', STATE_MIGRATIONS), KEYS);
  dataKeys.getOrMake(names.tenant('acme'));
  return { file: open('sessions.db', SESSION_MIGRATIONS), clock, names, dataKeys };
}

test('past the capacity the least recently used sessions go', () => {
  const { file, clock, names } = setUp();
  const table = new SessionTable(file, names, KEYS.current.key, () => clock.now(), 2);
  const session = (sessionId: string) => ({ tenantId: 'acme', agentId: 'a', sessionId });
  const record = (name: string): void => {
    clock.time++;
    table.record(session(name), [name], null);
  };
  for (const name of ['1', '2', '1', '3']) record(name);
  expect(['1', '2', '3'].map((name) => table.load(session(name)).tags)).toEqual([['1'], [], ['3']]);
});

test('past the capacity the least recently used sessions lose their pseudonyms, whole', () => {
  const { file, clock, names, dataKeys } = setUp();
  const table = new PseudonymTable(file, names, dataKeys, () => clock.now(), 4);
  const session = (sessionId: string) => ({ tenantId: 'acme', sessionId });
  const put = (name: string, ...values: readonly string[]): void => {
    clock.time++;
    const entries = values.map((value) => [value, value] as const);
    expect(table.put(session(name), entries, LIMITS)).toEqual([]);
  };
  put('1', 'a', 'b');
  put('2', 'a', 'b');
  clock.time++;
  table.get(session('1'), ['a']);
  put('3', 'a');
  put('4', 'a');
  const sizes = (): readonly number[] => {
    const counts = file
      .prepare('SELECT count(*) AS n FROM pseudonyms GROUP BY session ORDER BY n')
      .all() as { n: number }[];
    return counts.map(({ n }) => n);
  };
  expect(sizes()).toEqual([1, 1, 2]);
  expect(['1', '2', '3', '4'].map((name) => table.all(session(name)).length)).toEqual([2, 0, 1, 1]);
});
