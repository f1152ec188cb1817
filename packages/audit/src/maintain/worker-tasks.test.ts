import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { build } from 'esbuild';

import { FixtureWriter } from '../../test/fixture-writer.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { describeSegment } from './describe-segment.ts';
import { WorkerTasks } from './worker-tasks.ts';

const NAME = { writer: 'w1', firstSeq: 1, compressed: false };
let tasks: WorkerTasks;
let folder: string;
let writer: FixtureWriter;

beforeEach(async () => {
  folder = temporaryFolder();
  const script = join(folder, 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@safeai/source'],
    logLevel: 'error',
  });
  tasks = new WorkerTasks(pathToFileURL(script));
  writer = new FixtureWriter(join(folder, 'log'));
  writer.append({ requestId: 'a' }, { requestId: 'b' });
});

afterEach(() => tasks.close());

test('does in its thread what is done here', async () => {
  const task = { folder: writer.folder, name: NAME, end: Infinity };
  await tasks.index({ ...task, complete: true });
  expect(existsSync(`${writer.path}.idx`)).toBe(true);
  const described = await describeSegment(task);
  expect(described).toBeDefined();
  expect(await tasks.describe(task)).toEqual(described);
  await tasks.compress(task);
  expect(existsSync(`${writer.path}.gz`)).toBe(true);
  expect(await tasks.describe(task)).toEqual(described);
});

test('tells what went wrong, and goes on', async () => {
  const missing = { folder: join(folder, 'none'), name: NAME, end: Infinity };
  await expect(tasks.compress(missing)).rejects.toThrow('ENOENT');
  expect(await tasks.describe(missing)).toBeUndefined();
});

test('a thread that dies fails what it was asked, and a new one is started', async () => {
  const path = join(folder, 'dies.mjs');
  writeFileSync(
    path,
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1));",
  );
  const dying = new WorkerTasks(pathToFileURL(path));
  const task = { folder: writer.folder, name: NAME, end: Infinity };
  await expect(dying.describe(task)).rejects.toThrow('ended');
  await expect(dying.describe(task)).rejects.toThrow('ended');
  await dying.close();
});

test('closing ends what is under way', async () => {
  const task = { folder: writer.folder, name: NAME, end: Infinity };
  const asked = expect(tasks.describe(task)).rejects.toThrow('stopped');
  await tasks.close();
  await asked;
});
