/**
 * The generated Python files, with the real frameworks from PyPI, against a running server. Each framework has an
 * environment of its own (`tools/python`); where one cannot be made its scenarios are skipped with the reason, and
 * CI=true fails instead.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSafeAI } from './server.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SCENARIOS = join(root, 'tools/conformance/frameworks');
const SAFEAI = join(root, 'apps/cli/bin/safeai.cjs');

/** Programs, the file that each is about, and where its packages are listed. */
const PROGRAMS = [
  { program: 'langchain', file: 'langchain', packages: 'langchain', example: 'langchain-python' },
  { program: 'crewai', file: 'crewai', packages: 'crewai', example: 'crewai' },
  { program: 'autogen', file: 'autogen', packages: 'autogen', example: 'autogen' },
  { program: 'ag2_classic', file: 'autogen', packages: 'ag2-classic' },
];

const folder = mkdtempSync(join(tmpdir(), 'safeai-frameworks-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function environment(packages) {
  const script = join(root, 'tools/python/environment.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, packages], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** An address that nothing answers at. */
async function deadAddress() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

function setUp(framework, project) {
  const args = [SAFEAI, 'setup', framework, '--path', project, '--yes'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** Runs a program to its end. */
function run(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, cwd: folder });
    const lines = [];
    let complaint = '';
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    child.stderr.on('data', (chunk) => (complaint += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, lines, complaint }));
  });
}

describe.each(PROGRAMS)('$program', ({ program, file, packages, example }) => {
  const { bin, unavailable } = environment(packages);
  if (unavailable !== undefined) {
    if (process.env.CI === 'true') throw new Error(unavailable);
    test.skip(unavailable, () => undefined);
    return;
  }
  const python = join(bin, 'python');
  const project = join(folder, program);
  let safeai;
  let results;

  beforeAll(async () => {
    safeai = await startSafeAI();
    mkdirSync(project);
    setUp(file, project);
    const env = {
      SAFEAI_URL: safeai.url,
      SAFEAI_DOWN_URL: await deadAddress(),
      PYTHONPATH: [project, SCENARIOS].join(delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
      // What a framework would tell its makers stays here.
      ...{
        OTEL_SDK_DISABLED: 'true',
        CREWAI_DISABLE_TELEMETRY: 'true',
        CREWAI_TRACING_ENABLED: 'false',
      },
      ...{ LANGSMITH_TRACING: 'false', HOME: folder },
    };
    let exampleRun;
    if (example !== undefined) {
      const path = join(root, 'examples', example);
      const { lines } = await run(python, [join(path, 'agent.py')], env);
      exampleRun = { lines, expected: readFileSync(join(path, 'output.txt'), 'utf8') };
    }
    results = await run(python, [join(SCENARIOS, `${program}_scenarios.py`)], env);
    results.example = exampleRun;
    results.selfTest = await run(python, [join(project, `safeai_${file}.py`)], env);
  }, 600_000);

  afterAll(() => safeai?.stop());

  test('holds all that it must', () => {
    const told = results.lines.flatMap((line) =>
      line.startsWith('{"name"') ? [JSON.parse(line)] : [],
    );
    expect(told.filter(({ ok }) => !ok)).toEqual([]);
    expect(told.length).toBeGreaterThanOrEqual(6);
    expect({ code: results.code, complaint: results.code === 0 ? '' : results.complaint }).toEqual({
      code: 0,
      complaint: '',
    });
  });

  if (example !== undefined)
    test(`examples/${example}/agent.py says what its output.txt says`, () => {
      const { lines, expected } = results.example;
      expect(`${lines.join('\n')}\n`).toBe(expected);
    });

  test('tests itself', () => {
    const { code, lines } = results.selfTest;
    expect(lines.filter((line) => !line.startsWith('ok '))).toEqual([]);
    expect(code).toBe(0);
  });
});
