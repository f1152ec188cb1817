import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import type { AuditLine } from '../src/format/record-line.ts';
import { makeReceipt, publicKeys } from '../src/receipt/receipt.ts';
import type { VerifyReport } from '../src/verify/report.ts';
import { smallLog, TEST_KEYS } from './signed-log.ts';

// Real files and processes on a machine that does other things too.
jest.setTimeout(60_000);

const SOURCE = new URL('../src/verify/safeai-verify.ts', import.meta.url);
const LAST = 'audit-w1-000000000000011.ndjson';

let folder: string;
let script: string;
let line: AuditLine;
let receipt: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safeai-verify-'));
  script = ts.transpileModule(await readFile(SOURCE, 'utf8'), {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      verbatimModuleSyntax: true,
    },
  }).outputText;
  const { files, checkpoints } = smallLog();
  line = JSON.parse(files.get(LAST)?.toString().split('\n')[1] ?? '') as AuditLine;
  receipt = makeReceipt(line, TEST_KEYS.signing[0]);
  const key = Buffer.from(TEST_KEYS.chain[0].key);
  await mkdir(join(folder, 'log'));
  for (const [file, bytes] of files) await writeFile(join(folder, 'log', file), bytes);
  const ring = {
    versions: [
      { created: '2026-02-01T00:00:00.000Z', key: Buffer.alloc(32, 8).toString('base64') },
      { created: '2026-01-01T00:00:00.000Z', key: key.toString('base64') },
    ],
  };
  for (const [file, text] of Object.entries({
    'safeai-verify.js': script,
    'audit.json': JSON.stringify(ring),
    'key.hex': `${key.toString('hex')}\n`,
    'key.base64': key.toString('base64'),
    'keys.json': JSON.stringify(publicKeys(TEST_KEYS)),
    checkpoints,
    receipt,
    'short.key': 'c2VjcmV0LXRleHQ=',
    'broken.json': '{"versions": [{"key": "secret-text',
  })) {
    await writeFile(join(folder, file), text);
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs the one file with plain Node, where there is nothing else. */
function run(args: readonly string[], input = '', file = 'safeai-verify.js') {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, [file, ...args], { cwd: folder, env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, out, err });
    });
    child.stdin.end(input);
  });
}

test('imports nothing but what Node has', () => {
  const imported = [...script.matchAll(/\bfrom\s*'([^']+)'|\bimport\(\s*'([^']+)'/g)];
  expect(imported.length).toBeGreaterThan(5);
  for (const [, one, other] of imported) expect(one ?? other).toMatch(/^node:/);
});

describe('the log', () => {
  const all = ['--jwks', 'keys.json', '--checkpoints', 'checkpoints', 'log'];

  test.each(['audit.json', 'key.hex', 'key.base64'])('is ok with the key of %s', async (key) => {
    expect(await run(['--key', key, ...all])).toMatchObject({
      code: 0,
      out: 'ok: 28 lines, 6 segments, 12 signed checkpoints\n',
    });
  });

  test('is ok without keys, and what was not checked is told', async () => {
    expect(await run(['log'])).toMatchObject({
      code: 0,
      out:
        'ok: 28 lines, 6 segments, 0 signed checkpoints\n' +
        'not checked: hashes (--key was not given)\n' +
        'not checked: signatures (--jwks was not given)\n',
    });
  });

  test('with another key is not', async () => {
    await writeFile(join(folder, 'other.key'), Buffer.alloc(32, 1).toString('hex'));
    const { code, out } = await run(['--key', 'other.key', 'log']);
    expect(code).toBe(1);
    expect(out).toContain(`${LAST}, line 1, byte 0, seq 11: unknown_chain_key: `);
  });

  test('that was changed is not, and the place is told', async () => {
    const path = join(folder, 'log', LAST);
    const good = await readFile(path, 'utf8');
    try {
      await writeFile(path, good.replace('"action":"block"', '"action":"allow"'));
      const args = ['--key', 'audit.json', ...all];
      const { code, out } = await run(args);
      const byte = good.indexOf('\n') + 1;
      expect(code).toBe(1);
      expect(out.split('\n')[0]).toBe(
        `${LAST}, line 2, byte ${byte}, seq 12: hash_mismatch: The line was changed since it was written.`,
      );
      const asJson = await run(['--json', ...args]);
      const report = JSON.parse(asJson.out) as VerifyReport;
      expect(asJson.code).toBe(1);
      expect(report).toMatchObject({ ok: false, records: 28 });
      expect(report.problems[0]).toMatchObject({
        code: 'hash_mismatch',
        file: LAST,
        line: 2,
        byte,
      });
    } finally {
      await writeFile(path, good);
    }
  });
});

describe('a receipt', () => {
  test('is ok, from a file and from the input', async () => {
    const ok = { code: 0, out: `ok: ${line.decision_id}\n` };
    expect(await run(['--receipt', 'receipt', '--jwks', 'keys.json'])).toMatchObject(ok);
    expect(await run(['--receipt', '-', '--jwks', 'keys.json'], `${receipt}\n`)).toMatchObject(ok);
    const asJson = await run(['--receipt', 'receipt', '--jwks', 'keys.json', '--json']);
    expect(JSON.parse(asJson.out)).toEqual({
      ok: true,
      decisionId: line.decision_id,
      record: line,
    });
  });

  test('that was changed is not', async () => {
    const changed = receipt.replace('.', 'A.');
    expect(await run(['--receipt', '-', '--jwks', 'keys.json'], changed)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^bad: /),
    });
  });
});

describe('the file', () => {
  test.each(['verify.mjs', 'copy of it.mjs'])('works as %s', async (name) => {
    await writeFile(join(folder, name), script);
    const ran = await run(['--key', 'audit.json', 'log'], '', name);
    expect([ran.code, ran.out.split(',')[0]]).toEqual([0, 'ok: 28 lines']);
    expect((await run(['--key', 'short.key', 'log'], '', name)).code).toBe(2);
  });

  test('does nothing by itself inside another program', async () => {
    await writeFile(join(folder, 'bundle.mjs'), `console.log('mine');\n${script}`);
    expect(await run([], '', 'bundle.mjs')).toEqual({ code: 0, out: 'mine\n', err: '' });
  });
});

describe('wrong usage', () => {
  test.each([
    [[], 'usage:'],
    [['--what', 'log'], 'usage:'],
    [['log', 'log'], 'usage:'],
    [['--receipt', 'receipt'], 'usage:'],
    [['nowhere'], 'ENOENT'],
    [['--key', 'nowhere', 'log'], 'nowhere cannot be read (ENOENT)'],
    [['--key', 'short.key', 'log'], 'short.key holds no key'],
    [['--key', 'broken.json', 'log'], 'broken.json is no JSON'],
    [['--jwks', 'key.hex', 'log'], 'key.hex is no'],
    [['--checkpoints', 'nowhere', 'log'], 'ENOENT'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).not.toContain('secret-text');
  });

  test('is put right by --help', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('usage:'),
    });
  });
});
