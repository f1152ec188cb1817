import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { SAFEAI } from './server.mjs';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));

let folder;

beforeAll(async () => {
  // Inside the workspace, so that an import of a package finds it.
  folder = await mkdtemp(join(here, 'tmp-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the code of each framework has to offer. */
const FRAMEWORKS = [
  ['langchain-js', ['agent', 'middleware']],
  ['vercel-ai', ['agent', 'guarded', 'middleware']],
  ['openai-agents', ['agent', 'guarded']],
];

test.each(FRAMEWORKS)('the code of %s runs against the packages', async (name, exported) => {
  const argv = ['setup', name, '--lang', 'js', '--no-config', '--no-env', '--no-gitignore'];
  await run(process.execPath, [SAFEAI, ...argv], { cwd: folder });
  const file = `safeai.${name}.mjs`;
  expect(await readdir(folder)).toContain(file);
  const script = `import('./${file}').then((made) => console.log(JSON.stringify(Object.keys(made))))`;
  const { stdout } = await run(process.execPath, ['-e', script], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual(exported);
});
