/**
 * A Python environment with what some tests are made against: `node tools/python/environment.mjs secrets` installs the
 * packages of `secrets.txt` beside this file, where that has not been done before, and prints `{"bin": …}`: the folder of
 * its programs. Where there cannot be one it prints `{"unavailable": …}`, the reason, and the tests are skipped with it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/python/', import.meta.url));
/** Longest time for an installation, in milliseconds. */
const LIMIT = 10 * 60_000;

const name = process.argv[2] ?? '';
if (!/^[a-z0-9-]+$/.test(name)) throw new Error('Name a list of packages of this folder');
console.log(JSON.stringify(environment(name)));

/** The environment of a list of packages: one for each state of the list. */
function environment(list) {
  const requirements = fileURLToPath(new URL(`${list}.txt`, import.meta.url));
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const folder = join(CACHE, `${list}-${digest.slice(0, 12)}`);
  const ready = join(folder, 'ready');
  mkdirSync(CACHE, { recursive: true });
  const release = lock(`${folder}.lock`);
  try {
    if (!isFile(ready)) {
      const problem = make(folder, requirements);
      if (problem !== undefined) return { unavailable: problem };
      writeFileSync(ready, '');
    }
  } finally {
    release();
  }
  return { bin: join(folder, process.platform === 'win32' ? 'Scripts' : 'bin') };
}

/** Makes it anew. What went wrong, if it did. */
function make(folder, requirements) {
  if (run('python3', ['--version']).status !== 0) return 'there is no python3';
  rmSync(folder, { recursive: true, force: true });
  const made = run('python3', ['-m', 'venv', folder]);
  if (made.status !== 0) return `python3 makes no virtual environment: ${lastLine(made)}`;
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python' : 'bin/python');
  const options = ['--disable-pip-version-check', '--quiet', '--only-binary', ':all:'];
  const installed = run(python, ['-m', 'pip', 'install', ...options, '-r', requirements]);
  if (installed.status !== 0) return `pip does not install the packages: ${lastLine(installed)}`;
  return undefined;
}

function run(command, args) {
  return spawnSync(command, args, { encoding: 'utf8', timeout: LIMIT });
}

function lastLine({ stderr, error }) {
  return error?.message ?? stderr?.trim().split('\n').at(-1) ?? 'no reason given';
}

/** Waits until no other process makes the same one. Gives what ends the wait of others. */
function lock(folder) {
  const until = Date.now() + LIMIT;
  for (;;) {
    try {
      mkdirSync(folder);
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST' || Date.now() > until) throw error;
    }
    // A process that was killed leaves its lock behind.
    if (Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > LIMIT) {
      rmSync(folder, { recursive: true, force: true });
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
