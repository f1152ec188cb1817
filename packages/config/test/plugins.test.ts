import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadConfig, type LoadedConfig } from '../src/index.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safeai-config-plugins-'));
  mkdirSync(join(folder, 'plugins'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function load(yaml: string): Promise<LoadedConfig> {
  writeFileSync(join(folder, 'safeai.yaml'), yaml);
  return loadConfig({ environment: {}, file: 'safeai.yaml', cwd: folder });
}

test('files of plugins are found by path and by glob, and what is not there stays named', async () => {
  writeFileSync(join(folder, 'plugins', 'b.mjs'), '');
  writeFileSync(join(folder, 'plugins', 'a.mjs'), '');
  const { config, warnings, files, folders } = await load(
    'plugins: { files: [plugins/b.mjs, plugins/*.mjs, absent.mjs, none/*.js] }',
  );
  expect(config.plugins.files).toEqual(
    ['plugins/b.mjs', 'plugins/a.mjs', 'absent.mjs', 'none/*.js'].map((name) => join(folder, name)),
  );
  expect(warnings).toEqual([]);
  expect(files.filter((file) => file.endsWith('.mjs'))).toHaveLength(2);
  expect(folders).toEqual(expect.arrayContaining([join(folder, 'plugins'), join(folder, 'none')]));
});

test('what a glob meets and cannot be read stays named: a link to nothing, a pipe', async () => {
  symlinkSync('gone.mjs', join(folder, 'plugins', 'link.mjs'));
  execFileSync('mkfifo', [join(folder, 'plugins', 'pipe.mjs')]);
  mkdirSync(join(folder, 'plugins', 'folder.mjs'));
  const { config } = await load('plugins: { files: [plugins/*.mjs] }');
  expect(config.plugins.files).toEqual(
    ['plugins/link.mjs', 'plugins/pipe.mjs'].map((name) => join(folder, name)),
  );
  const policies = load('policy_files: [plugins/l*.mjs]');
  await expect(policies).rejects.toThrow('plugins/link.mjs:1:1: there is no such file');
  const pipe = load('policy_files: [plugins/p*.mjs]');
  await expect(pipe).rejects.toThrow('the file cannot be read');
});

test('a changed plugin is a changed configuration, whatever its bytes are', async () => {
  const yaml = 'plugins: { files: [plugins/a.cjs] }';
  writeFileSync(join(folder, 'plugins', 'a.cjs'), Buffer.from([0xff, 0]));
  const { revision } = await load(yaml);
  expect((await load(yaml)).revision).toBe(revision);
  writeFileSync(join(folder, 'plugins', 'a.cjs'), Buffer.from([0xff, 1]));
  expect((await load(yaml)).revision).not.toBe(revision);
});

test.each([
  ['../up'],
  ['/etc/x'],
  ['Upper'],
  ['a b'],
  ['node:fs'],
  ['a/b/c'],
  ['https://x.example'],
])('%s is no package', async (name) => {
  await expect(load(`plugins: { packages: ['${name}'] }`)).rejects.toThrow(
    'plugins.packages[0]: must be the name of an npm package',
  );
});
