import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { publicKeys } from '../src/receipt/receipt.ts';
import { verifyLog } from '../src/verify/safeai-verify.ts';
import * as source from '../src/verify/verify-in-thread.ts';
import { inFolder, smallLog, TEST_KEYS } from './signed-log.ts';

// Real files and processes on a machine that does other things too.
jest.setTimeout(60_000);

const KEYS = { chainKeys: TEST_KEYS.chain, jwks: publicKeys(TEST_KEYS) };

/** A thread can be started from compiled files alone. */
let folder: string;
let compiled: typeof source;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safeai-verify-thread-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of ['safeai-verify', 'verify-in-thread', 'verify-thread']) {
    const text = await readFile(new URL(`../src/verify/${name}.ts`, import.meta.url), 'utf8');
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    });
    await writeFile(join(folder, `${name}.js`), outputText);
  }
  compiled = (await import(
    pathToFileURL(join(folder, 'verify-in-thread.js')).href
  )) as typeof source;
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  ['from source', () => source],
  ['compiled', () => compiled],
])('verification in a thread, %s', (_, module) => {
  test('reports the same', async () => {
    const { files } = smallLog();
    const [[file = '', bytes = Buffer.alloc(0)] = []] = files;
    for (const log of [files, new Map(files).set(file, bytes.subarray(1))]) {
      await inFolder(log, async (audit) => {
        const options = { ...KEYS, folder: audit };
        expect(await module().verifyInThread(options)).toEqual(await verifyLog(options));
      });
    }
  });

  test('fails where there is nothing to read', async () => {
    await expect(module().verifyInThread({ ...KEYS, folder: 'nowhere' })).rejects.toThrow('ENOENT');
  });

  test('ends when it is no longer wanted', async () => {
    const signal = AbortSignal.abort(new Error('no longer wanted'));
    await expect(module().verifyInThread({ folder: 'nowhere' }, signal)).rejects.toThrow(
      'no longer wanted',
    );
  });
});

test('a thread at work ends when it is no longer wanted', async () => {
  const abort = new AbortController();
  await inFolder(smallLog().files, async (audit) => {
    const report = compiled.verifyInThread({ ...KEYS, folder: audit }, abort.signal);
    abort.abort(new Error('no longer wanted'));
    await expect(report).rejects.toThrow('no longer wanted');
  });
});
