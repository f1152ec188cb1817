import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadConfig } from '@safeai/config';

import { createRuntime, type Runtime } from '../src/index.ts';

const SECRET = 'sk-ABCDEF1234567890ABCDEF';

let outside: string;
let folder: string;
let runtime: Runtime;

beforeEach(async () => {
  outside = await realpath(await mkdtemp(join(tmpdir(), 'safeai-scan-')));
  folder = join(outside, 'root');
  await mkdir(join(folder, 'sub'), { recursive: true });
  await writeFile(join(folder, 'safeai.yaml'), 'scan: {max_file_bytes: 1000}\n');
  await writeFile(join(outside, 'private.txt'), 'private');
  runtime = await createRuntime({
    load: () => loadConfig({ environment: {}, file: 'safeai.yaml', cwd: folder }),
  });
});

afterEach(async () => {
  await runtime.close();
  await rm(outside, { recursive: true, force: true });
});

describe('a file under the roots', () => {
  test('is scanned as text, and its content is not given back', async () => {
    await writeFile(join(folder, 'notes.txt'), `key ${SECRET}`);
    const answer = await runtime.scanFile({ path: 'notes.txt' });
    expect(answer).toMatchObject({
      decision: { action: 'block', reason: 'Secret detected in file' },
      mode: 'text',
      sizeBytes: 4 + SECRET.length,
    });
    expect(answer).not.toHaveProperty('filtered');
  });

  test('is scanned as a payload when it is JSON, by absolute path too', async () => {
    await writeFile(join(folder, 'sub', 'data.JSON'), JSON.stringify({ a: [SECRET] }));
    const answer = await runtime.scanFile({ path: join(folder, 'sub', 'data.JSON') });
    expect(answer).toMatchObject({ mode: 'structured', detections: [{ path: '$.a[0]' }] });
  });

  test('gives its filtered content on request', async () => {
    await writeFile(join(folder, 'a.txt'), 'nothing to see');
    const answer = await runtime.scanFile({ path: 'sub/../a.txt', includeFiltered: true });
    expect(answer.filtered).toBe('nothing to see');
  });

  test('may be empty', async () => {
    await writeFile(join(folder, 'empty.txt'), '');
    await expect(runtime.scanFile({ path: 'empty.txt' })).resolves.toMatchObject({ sizeBytes: 0 });
  });
});

describe('what is refused', () => {
  test.each<[string, string]>([
    ['a way up', '../private.txt'],
    ['a way up that comes back', '../root/../private.txt'],
    ['an absolute path', '/etc/passwd'],
    ['a missing file outside', '../no-such-file'],
    ['the root itself', '.'],
    ['a dotfile', '.env'],
    ['a file in a dot folder', '.git/config'],
    ["SafeAI's configuration", 'safeai.yaml'],
    ['an overlay, there or not', 'safeai.production.yaml'],
    ['an overlay of an overlay', 'safeai.prod.eu.yaml'],
    ['an overlay named otherwise', 'sub/SafeAI_prod.YML'],
    ['a copy of the configuration', 'safeai.yaml.bak'],
    ["an editor's copy of the configuration", 'safeai.yaml~'],
    ["a copy of SafeAI's lock", 'safeai.lock.old'],
    ["SafeAI's state", '.safeai/keys/audit'],
  ])('%s: path_not_allowed', async (_, path) => {
    await expect(runtime.scanFile({ path })).rejects.toMatchObject({ code: 'path_not_allowed' });
  });

  test('a link that leads outside, and one to the configuration', async () => {
    await symlink(join(outside, 'private.txt'), join(folder, 'link.txt'));
    await symlink(outside, join(folder, 'up'));
    await symlink(join(folder, 'safeai.yaml'), join(folder, 'harmless.txt'));
    for (const path of ['link.txt', 'up/private.txt', 'harmless.txt']) {
      await expect(runtime.scanFile({ path })).rejects.toMatchObject({ code: 'path_not_allowed' });
    }
  });

  test('a hard link to the configuration, whatever its name', async () => {
    await link(join(folder, 'safeai.yaml'), join(folder, 'harmless.txt'));
    await expect(runtime.scanFile({ path: 'harmless.txt' })).rejects.toMatchObject({
      code: 'path_not_allowed',
    });
  });

  test('a link that stays inside is followed', async () => {
    await writeFile(join(folder, 'a.txt'), 'x');
    await symlink(join(folder, 'a.txt'), join(folder, 'b.txt'));
    await expect(runtime.scanFile({ path: 'b.txt' })).resolves.toMatchObject({ sizeBytes: 1 });
  });

  test.each<[string, string, string | Buffer, string]>([
    ['larger than the limit', 'big.txt', 'x'.repeat(1001), 'payload_too_large'],
    ['binary', 'a.bin', Buffer.from([1, 0, 2]), 'invalid_request'],
    ['not UTF-8', 'a.txt', Buffer.from([0xff, 0xfe, 0x41]), 'invalid_request'],
    ['named .json and none', 'a.json', '{oops', 'invalid_request'],
    ['JSON with a key that stands twice', 'twice.json', '{"a": 1, "a": 2}', 'invalid_request'],
    ['nested too deep', 'deep.json', '['.repeat(400) + ']'.repeat(400), 'limit_exceeded'],
  ])('a file that is %s', async (_, name, content, code) => {
    await writeFile(join(folder, name), content);
    await expect(runtime.scanFile({ path: name })).rejects.toMatchObject({ code });
  });

  test.each<[string, string]>([
    ['missing', 'no-such-file'],
    ['below a file', 'safe.txt/x'],
  ])('a file that is %s: not_found', async (_, path) => {
    await writeFile(join(folder, 'safe.txt'), 'x');
    await expect(runtime.scanFile({ path })).rejects.toMatchObject({ code: 'not_found' });
  });

  test.each<[string, string]>([
    ['a folder', 'sub'],
    ['an empty path', ''],
    ['a NUL character', 'a\0.txt'],
  ])('%s: invalid_request', async (_, path) => {
    await expect(runtime.scanFile({ path })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test("what is named like SafeAI's files in a part alone is scanned", async () => {
    for (const name of ['safeai-notes.txt', 'my-safeai.yaml']) {
      await writeFile(join(folder, name), 'x');
      await expect(runtime.scanFile({ path: name })).resolves.toMatchObject({ sizeBytes: 1 });
    }
  });

  test('a pipe is refused without waiting for it', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(runtime.scanFile({ path: 'pipe' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});
