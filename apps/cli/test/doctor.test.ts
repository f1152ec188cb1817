import { readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

interface Report {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly status: string;
    readonly detail: string;
  }[];
}

test('a healthy folder', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'server: { port: 0 }\n' });
  const ran = await runCli(['doctor', '--json'], { cwd });
  const { ok, checks } = json(ran) as Report;
  expect(checks.map(({ name, status }) => [name, status])).toEqual([
    ['node', 'ok'],
    ['configuration', 'ok'],
    ['plugins', 'ok'],
    ['port', 'ok'],
    ['server', 'ok'],
    ['state folder', 'ok'],
    ['audit folder', 'ok'],
    ['keys', 'ok'],
    ['disk space', 'ok'],
    ['loopback trust', 'ok'],
    ['credentials', 'ok'],
    ['hosts', 'ok'],
  ]);
  expect(ok).toBe(true);
  expect(ran.code).toBe(0);
});

test('it looks where state really is', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'audit: { path: log }\n', elsewhere: '' });
  const detailsWith = async (argv: string[], env = {}) => {
    const { checks } = json(await runCli(['doctor', '--json', ...argv], { cwd, env })) as Report;
    return checks.filter(({ name }) => name.endsWith('folder')).map(({ detail }) => detail);
  };
  const log = `${join(cwd, 'log')} can be written`;
  expect(await detailsWith([])).toEqual([`${join(cwd, '.safeai')} can be written`, log]);
  const other = join(cwd, 'other');
  expect(await detailsWith([], { SAFEAI_STATE_DIR: other })).toEqual([
    `${other} can be written`,
    log,
  ]);
  const [refused] = await detailsWith(['--state-dir', join(cwd, 'elsewhere')]);
  expect(refused).toBe(`${join(cwd, 'elsewhere')} cannot be written: it is not a folder`);
  expect(await readdir(cwd)).toEqual(['elsewhere', 'safeai.yaml']);
});

test('a taken port fails', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cwd = await folderWith({ 'safeai.yaml': `server: { port: ${port} }\n` });
  const { code, stdout } = await runCli(['doctor'], { cwd });
  await new Promise((resolve) => server.close(resolve));
  expect(stdout).toContain(
    `FAIL  port            cannot listen on 127.0.0.1:${port}: the address is already in use\n`,
  );
  expect(code).toBe(1);
});

test('a broken configuration fails, all problems told', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'audti: {}\nserver: { port: x }\n' });
  const { code, stdout } = await runCli(['doctor'], { cwd });
  expect(stdout).toMatch(/FAIL {2}configuration {2}safeai\.yaml:1:1: audti: unknown key/);
  expect(stdout).toMatch(/\n +safeai\.yaml:2:\d+: server\.port: /);
  expect(code).toBe(1);
});
