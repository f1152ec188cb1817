import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from '@jest/globals';
import { folderWith, MACHINE, removeFolders } from '../../test/run-cli.ts';
import { findConfig } from './find-config.ts';

afterEach(removeFolders);

function host(cwd: string, env: Readonly<Record<string, string>> = {}) {
  const stream = new PassThrough();
  return { stdin: stream, stdout: stream, stderr: stream, env, cwd, machine: MACHINE };
}

test('--config goes before SAFEAI_CONFIG, and both before what is found', async () => {
  const folder = await folderWith({ 'safeai.yaml': '' });
  const env = { SAFEAI_CONFIG: 'from-environment.yaml' };
  expect(await findConfig('named.yaml', host(folder, env))).toBe('named.yaml');
  expect(await findConfig(undefined, host(folder, env))).toBe('from-environment.yaml');
  expect(await findConfig(undefined, host(folder, { SAFEAI_CONFIG: '' }))).toBe('safeai.yaml');
});

test('the nearest safeai.yaml above is found', async () => {
  const folder = await folderWith({ 'safeai.yaml': '' });
  const inner = join(folder, 'a', 'b');
  await mkdir(inner, { recursive: true });
  expect(await findConfig(undefined, host(inner))).toBe(join('..', '..', 'safeai.yaml'));
});

test('a folder of that name is no configuration', async () => {
  const folder = await folderWith({});
  await mkdir(join(folder, 'safeai.yaml'));
  expect(await findConfig(undefined, host(folder))).toBeUndefined();
});

const isRoot = process.getuid?.() === 0;

// Only root can give a file away.
(isRoot ? test : test.skip)("one above that is another user's is refused", async () => {
  const folder = await folderWith({ 'safeai.yaml': '' });
  await chown(join(folder, 'safeai.yaml'), 4321, 4321);
  const inner = join(folder, 'inner');
  await mkdir(inner);
  await expect(findConfig(undefined, host(inner))).rejects.toThrow(
    `${join(folder, 'safeai.yaml')} belongs to another user`,
  );
  expect(await findConfig(undefined, host(folder))).toBe('safeai.yaml');
  expect(await findConfig('../safeai.yaml', host(inner))).toBe('../safeai.yaml');
});
