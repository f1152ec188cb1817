import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../../examples/', import.meta.url));
const agents = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'agent.mjs')));

test.each(agents)('examples/%s/agent.mjs says what its output.txt says', async (name) => {
  const { stdout } = await run(process.execPath, [join(folder, name, 'agent.mjs')]);
  expect(stdout).toBe(readFileSync(join(folder, name, 'output.txt'), 'utf8'));
});
