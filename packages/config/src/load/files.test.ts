import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MAX_FILE_BYTES, nodeFileSystem } from './files.ts';
import { loadConfig } from './load-config.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safeai-files-'));
});

afterEach(() => rm(folder, { recursive: true }));

const load = () => loadConfig({ cwd: folder, environment: {}, file: 'safeai.yaml' });

describe('what is no regular file is refused without waiting for it', () => {
  const REASON = /safeai\.yaml:1:1: the file cannot be read \(not a regular file\)/;

  test('a pipe', async () => {
    execFileSync('mkfifo', [join(folder, 'safeai.yaml')]);
    await expect(load()).rejects.toThrow(REASON);
  });

  test.each(['/dev/zero', '/dev/null'])('a link to %s', async (device) => {
    await symlink(device, join(folder, 'safeai.yaml'));
    await expect(load()).rejects.toThrow(REASON);
  });

  test('a pipe among policy_files', async () => {
    await writeFile(join(folder, 'safeai.yaml'), 'policy_files: [rules.yaml]\n');
    execFileSync('mkfifo', [join(folder, 'rules.yaml')]);
    await expect(load()).rejects.toThrow(/rules\.yaml.*\(not a regular file\)/);
  });

  test('a folder', async () => {
    await expect(nodeFileSystem.readFile(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});

test.each([0, 1, 100_000, MAX_FILE_BYTES])('a file of %d bytes is read whole', async (size) => {
  const path = join(folder, 'a.yaml');
  const content = Buffer.alloc(size, 'ab');
  await writeFile(path, content);
  expect(content.equals(await nodeFileSystem.readFile(path))).toBe(true);
});

test('of a larger file no more is given than shows that it is too large', async () => {
  const path = join(folder, 'a.yaml');
  await writeFile(path, Buffer.alloc(MAX_FILE_BYTES + 5));
  expect(await nodeFileSystem.readFile(path)).toHaveLength(MAX_FILE_BYTES + 1);
});

test('a file that claims to be empty is read to its end', async () => {
  if (process.platform !== 'linux') return;
  expect((await nodeFileSystem.readFile('/proc/self/status')).length).toBeGreaterThan(0);
});
