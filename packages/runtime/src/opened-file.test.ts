import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readContent } from './file-content.ts';
import { NODE_STEPS, type OpenSteps } from './opened-file.ts';

const LIMITS = { maxBytes: 1000, own: [], jsonDepth: 9, jsonLeaves: 9 };

let outside: string;
let parent: string;
let path: string;

beforeEach(async () => {
  outside = await realpath(await mkdtemp(join(tmpdir(), 'safeai-opened-')));
  parent = join(outside, 'root', 'parent');
  path = join(parent, 'a.txt');
  await mkdir(parent, { recursive: true });
  await writeFile(path, 'inside');
  await writeFile(join(outside, 'a.txt'), 'outside');
});

afterEach(() => rm(outside, { recursive: true, force: true }));

/** Puts a link to the folder outside in the parent's place. */
async function swap(): Promise<void> {
  await rename(parent, `${parent}.away`);
  await symlink(outside, parent);
}

async function swapBack(): Promise<void> {
  await rm(parent);
  await rename(`${parent}.away`, parent);
}

/** The steps, with something done before and after the file is opened. */
function steps(base: OpenSteps, before: () => unknown, after: () => unknown): OpenSteps {
  return {
    ...base,
    open: async (file) => {
      await before();
      const opened = await base.open(file);
      await after();
      return opened;
    },
  };
}

const nothing = () => undefined;

describe.each<[string, OpenSteps]>([
  ['this system', NODE_STEPS],
  [
    'a system that does not tell where a descriptor is',
    { ...NODE_STEPS, pathOf: () => Promise.resolve(undefined) },
  ],
])('a file opened on %s', (_, base) => {
  const read = (before: () => unknown, after: () => unknown) =>
    readContent(path, LIMITS, steps(base, before, after));

  test('is read where it lies', async () => {
    expect(await read(nothing, nothing)).toMatchObject({ text: 'inside' });
  });

  test.each<[string, () => unknown, () => unknown]>([
    ['a link outside before it was opened', swap, nothing],
    ['a link outside while it was opened alone', swap, swapBack],
    ['a link outside after it was opened', nothing, swap],
  ])('is refused when a folder above became %s', async (_case, before, after) => {
    await expect(read(before, after)).rejects.toMatchObject({ code: 'path_not_allowed' });
  });

  test('is refused when it became a link itself', async () => {
    const link = async () => {
      await rm(path);
      await symlink(join(outside, 'a.txt'), path);
    };
    await expect(read(link, nothing)).rejects.toMatchObject({ code: 'path_not_allowed' });
  });

  test('is refused when another file took its place', async () => {
    const replace = async () => {
      await rm(path);
      await writeFile(path, 'another');
    };
    await expect(read(nothing, replace)).rejects.toMatchObject({ code: expect.any(String) });
  });

  test.each<[string, () => unknown, () => unknown]>([
    ['before', () => rm(path), nothing],
    ['after', nothing, () => rm(path)],
    ['with its folder after', nothing, () => rm(parent, { recursive: true })],
  ])('is not found when it was removed %s it was opened', async (_case, before, after) => {
    await expect(read(before, after)).rejects.toMatchObject({ code: 'not_found' });
  });
});
