import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Runtime } from '@safeai/runtime';
import { Installation } from './installation.ts';
import { folderWith, json } from './run-cli.ts';

const AGENT = { agentId: 'default-agent' };
const remember = ({ boundary }: Runtime) =>
  boundary.memory.write({ key: 'user_preference', value: 'en-US', ...AGENT });
const recall = async ({ boundary }: Runtime) =>
  (await boundary.memory.read({ key: 'user_preference', ...AGENT })).value;

/** An installation that has been used, by a server that is still there. */
async function used() {
  const from = await Installation.make();
  const served = await from.serve();
  await remember(served.runtime);
  const approval = await from.pending();
  return { from, served, approval };
}

const RESTORED =
  /^the log is whole: \d+ lines in \d+ files, \d+ checkpoints\n\S+ is as it was at \S+Z\n$/;

test('of a server at work: memory, approvals and a log that verifies, elsewhere', async () => {
  const { from, served, approval } = await used();
  let isBusy = true;
  const work = async (): Promise<void> => {
    while (isBusy) await served.runtime.boundary.scanInput({ text: 'hello', ...AGENT });
  };
  const busy = Promise.all([work(), work(), work(), work()]);
  const made = json(await from.safeai(['backup', 'copy', '--json']));
  isBusy = false;
  await busy;
  expect(made).toMatchObject({
    schema_version: 1,
    folder: join(from.cwd, 'copy'),
    state_folder: from.state,
    keys: ['audit', 'checkpoints', 'approvals', 'memory', 'digests'],
  });

  const to = await Installation.make();
  const restored = await to.safeai(['restore', join(from.cwd, 'copy')]);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.stdout).toMatch(RESTORED);
  expect((await to.safeai(['approvals', 'list'])).stdout).toContain(approval);
  expect(await to.lend(recall)).toBe('en-US');
  expect((await to.safeai(['audit', 'verify'])).code).toBe(0);

  const { runtime, close } = await to.serve();
  const { decision } = await runtime.boundary.scanInput({ text: 'hello' });
  await close();
  expect((await to.safeai(['audit', 'verify'])).code).toBe(0);
  const listed = await to.safeai(['audit', 'export']);
  const ids = listed.stdout.match(/"decision_id":"[^"]+"/g) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain(`"decision_id":"${decision.decisionId}"`);
});

test('what commands recorded comes along, once', async () => {
  const from = await Installation.make();
  await from.safeai(['scan', 'one']);
  await from.safeai(['backup', 'copy']);
  const to = await Installation.make();
  await to.safeai(['restore', join(from.cwd, 'copy')]);
  for (let round = 0; round < 2; round++) await (await to.serve()).close();
  const { records } = json(await to.safeai(['audit', 'query', '--json'])) as { records: unknown[] };
  expect(records).toHaveLength(1);
});

test('is for this user alone, and there whole or not at all', async () => {
  const { from } = await used();
  await from.safeai(['backup', 'copy']);
  const copy = join(from.cwd, 'copy');
  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
  for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    expect([path, await modeOf(path)]).toEqual([path, entry.isDirectory() ? 0o700 : 0o600]);
  }
  expect(await modeOf(copy)).toBe(0o700);
  const again = await from.safeai(['backup', 'copy']);
  expect(again).toEqual({
    code: 2,
    stdout: '',
    stderr: `safeai: ${copy} is there already. Name a new folder.\n`,
  });
  await rm(join(from.state, 'keys', 'memory.json'));
  expect((await from.safeai(['backup', 'other'])).code).toBe(4);
  expect((await readdir(from.cwd)).sort()).toEqual(['.safeai', 'copy', 'safeai.yaml']);
});

test('without keys it is read with those of the installation alone', async () => {
  const { from, served } = await used();
  const ran = await from.safeai(['backup', 'copy', '--without-keys']);
  expect(ran.stderr).toBe(
    'It holds no keys: keep them elsewhere, it cannot be read without them.\n',
  );
  const copy = join(from.cwd, 'copy');
  expect(await readdir(copy)).toEqual(['audit', 'manifest.json', 'state.db']);
  const stranger = await Installation.make();
  const refused = await stranger.safeai(['restore', copy]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^safeai: The backup cannot be read without its keys \(audit, /);
  expect(await readdir(join(copy))).toEqual(['audit', 'manifest.json', 'state.db']);

  await served.close();
  const forced = await from.safeai(['restore', copy, '--force', '--yes']);
  expect(forced.code).toBe(0);
  expect(await from.lend(recall)).toBe('en-US');
});

test('with the keys of another installation nothing is restored, and nothing there is touched', async () => {
  const { from } = await used();
  await from.safeai(['backup', 'copy', '--without-keys']);
  const other = await Installation.make();
  await other.lend(remember);
  const before = await readdir(other.state, { recursive: true });
  const refused = await other.safeai([...['restore', join(from.cwd, 'copy'), '--force', '--yes']]);
  expect(refused).toMatchObject({ code: 4, stdout: '' });
  expect(refused.stderr).toMatch(/^safeai: The state files were encrypted with the key /);
  expect(await readdir(other.state, { recursive: true })).toEqual(before);
  expect(await other.lend(recall)).toBe('en-US');
});

test('--force moves away what is there, and asks first', async () => {
  const { from, served, approval } = await used();
  await from.safeai(['backup', 'copy']);
  const later = await from.pending({ agentId: 'later' });
  await served.close();
  const plain = await from.safeai(['restore', 'copy']);
  expect(plain).toMatchObject({ code: 2, stdout: '' });
  expect(plain.stderr).toMatch(/^safeai: There is something already: /);
  const unasked = await from.safeai(['restore', 'copy', '--force']);
  expect(unasked).toMatchObject({ code: 2, stdout: '' });
  expect(unasked.stderr).toMatch(/--yes says that it is meant\.\n$/);
  expect((await from.safeai(['approvals', 'list'])).stdout).toContain(later);

  const done = json(await from.safeai(['restore', 'copy', '--force', '--yes', '--json']));
  const { moved_to: moved } = done as { moved_to: string[] };
  expect(done).toMatchObject({ restored: true, audit: { ok: true } });
  expect(moved).toHaveLength(2);
  expect(await readdir(moved[0] ?? '')).toEqual(expect.arrayContaining(['keys', 'state.db']));
  const { stdout } = await from.safeai(['approvals', 'list']);
  expect(stdout).toContain(approval);
  expect(stdout).not.toContain(later);
  expect((await readdir(from.state)).filter((name) => name.startsWith('.restore'))).toEqual([]);
});

test('a damaged backup is refused with what is damaged; nothing is touched', async () => {
  const { from } = await used();
  await from.safeai(['backup', 'copy']);
  const copy = join(from.cwd, 'copy');
  const state = join(copy, 'state.db');
  const bytes = await readFile(state);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(state, bytes);
  await rm(join(copy, 'keys', 'audit.json'));
  const to = await Installation.make();
  expect(await to.safeai(['restore', copy])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'safeai: keys/audit.json: is missing\nsafeai: state.db: is not what was backed up\n',
  });
  expect(await readdir(join(to.state, 'logs', 'audit'))).toEqual([]);
});

test('a log with problems ends with 1, and is taken with --force alone', async () => {
  const { from, served } = await used();
  await served.close();
  const folder = join(from.state, 'logs', 'audit');
  const [segment = ''] = (await readdir(folder)).filter((file) => file.endsWith('.ndjson'));
  const text = await readFile(join(folder, segment), 'utf8');
  await writeFile(join(folder, segment), text.replace('default-agent', 'another-agent'));
  await from.safeai(['backup', 'copy']);
  const copy = join(from.cwd, 'copy');
  const to = await Installation.make();
  const refused = await to.safeai(['restore', copy]);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toMatch(/hash_mismatch: .*\n.*nothing was restored; --force takes/s);
  expect((await to.safeai(['approvals', 'list'])).stderr).toBe('no request is pending\n');
  const forced = await to.safeai(['restore', copy, '--force', '--yes']);
  expect(forced.code).toBe(1);
  expect(forced.stdout).toMatch(/is as it was at/);
});

test.each([
  ['a folder without a manifest', {}, /^safeai: \S+ is no backup: it has no manifest\.json\.\n$/],
  ['no JSON', { 'manifest.json': '{' }, /^safeai: \S+manifest\.json is no manifest of a backup/],
  [
    'a path that leads elsewhere',
    {
      'manifest.json': JSON.stringify({
        format: 'safeai-backup/1',
        created: '2026-01-01T00:00:00.000Z',
        files: [{ path: 'audit/../../x', bytes: 0, sha256: '0'.repeat(64) }],
      }),
    },
    /^safeai: \S+manifest\.json is no manifest of a backup/,
  ],
])('%s is no backup', async (_name, files, message) => {
  const to = await Installation.make();
  const ran = await to.safeai(['restore', await folderWith(files)]);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toMatch(message);
});

test('nothing is restored under a server at work', async () => {
  const { from, served } = await used();
  await from.safeai(['backup', 'copy']);
  const ran = await from.safeai(['restore', 'copy', '--force', '--yes']);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toMatch(
    new RegExp(`^safeai: a server works on ${from.state}: ${served.url} \\(process \\d+\\)\n`),
  );
});

test('there is nothing to back up before the first start', async () => {
  const from = await Installation.make();
  expect(await from.safeai(['backup', 'copy'])).toEqual({
    code: 2,
    stdout: '',
    stderr: `safeai: There is nothing to back up: ${from.state} is not there.\n`,
  });
});
