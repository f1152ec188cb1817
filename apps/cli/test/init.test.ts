import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { POLICY_TEMPLATES } from '@safeai/core';
import { parseConfig } from '@safeai/config';
import { afterEach, expect, test } from '@jest/globals';
import { SHIPPED_CONFIG } from '../src/init/shipped-config.ts';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

test('the shipped file is the one of the repository', async () => {
  const root = new URL('../../../safeai.yaml', import.meta.url);
  expect(SHIPPED_CONFIG).toBe(await readFile(root, 'utf8'));
});

test('the shipped file says what holds without it', () => {
  const { tenants: _, ...shipped } = parseConfig(SHIPPED_CONFIG).config;
  const { tenants: __, ...defaults } = parseConfig('').config;
  expect(shipped).toEqual(defaults);
});

test('it is written into the working folder, once', async () => {
  const cwd = await folderWith({});
  const first = await runCli(['init', '--yes'], { cwd });
  expect(first).toEqual({
    code: 0,
    stdout: 'Wrote safeai.yaml.\n',
    stderr: 'Next: safeai validate checks it, safeai serve starts the proxy.\n',
  });
  expect(await readFile(join(cwd, 'safeai.yaml'), 'utf8')).toBe(SHIPPED_CONFIG);
  expect(await readdir(cwd)).toEqual(['safeai.yaml']);
  expect((await runCli(['validate'], { cwd })).code).toBe(0);
});

test('a file that is there is kept without --force', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'mine' });
  expect(await runCli(['init', '--yes'], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: 'safeai: safeai.yaml is already here; nothing was written\n--force replaces it.\n',
  });
  expect(await readFile(join(cwd, 'safeai.yaml'), 'utf8')).toBe('mine');
  const forced = await runCli(['init', '--yes', '--force', '--json'], { cwd });
  expect(json(forced)).toEqual({
    schema_version: 1,
    file: join(cwd, 'safeai.yaml'),
    template: null,
    replaced: true,
  });
});

test('nothing is asked where there is no terminal', async () => {
  const cwd = await folderWith({});
  expect((await runCli(['init'], { cwd })).code).toBe(0);
});

test('on a terminal a template can be chosen', async () => {
  const cwd = await folderWith({});
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.end('finance\n');
  const { code, stdout } = await runCli(['init'], { cwd, stdin, isTerminal: true });
  expect(stdout).toBe('Wrote safeai.yaml with the rules of template finance.\n');
  expect(code).toBe(0);
});

test.each([...POLICY_TEMPLATES])(
  'template $name: its rules are in the file as they are in the template',
  async ({ name, rules }) => {
    const cwd = await folderWith({});
    expect((await runCli(['init', '--yes', '--template', name], { cwd })).code).toBe(0);
    const text = await readFile(join(cwd, 'safeai.yaml'), 'utf8');
    expect(parseConfig(text).config.policies).toEqual(rules);
    expect((await runCli(['validate'], { cwd })).code).toBe(0);
  },
);

test('an unknown template is told with the one that was probably meant', async () => {
  const cwd = await folderWith({});
  const names = POLICY_TEMPLATES.map(({ name }) => name).join(', ');
  expect(await runCli(['init', '--template', 'finanse'], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: `safeai: there is no template of that name. Did you mean finance?\nThe templates are ${names}.\n`,
  });
  expect(await readdir(cwd)).toEqual([]);
});

test('templates are listed and shown', async () => {
  const list = await runCli(['templates', 'list']);
  expect(list.stdout).toMatch(/^finance +\d+ rules {2}/m);
  const shown = await runCli(['templates', 'show', 'finance']);
  expect(parseConfig(shown.stdout).config.policies).toEqual(
    POLICY_TEMPLATES.find(({ name }) => name === 'finance')?.rules,
  );
  const asJson = await runCli(['templates', 'show', 'finance', '--json']);
  expect(json(asJson)).toMatchObject({ schema_version: 1, name: 'finance' });
  expect((await runCli(['templates', 'list', '--json'])).code).toBe(0);
});
