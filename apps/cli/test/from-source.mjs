/**
 * Lets a child process run the workspace from source: `node -C @safeai/source --import <this file> src/main.ts`.
 * Types are taken out of each TypeScript file as it is loaded. `LOADED_MODULES` names a file that is to list what
 * was loaded.
 */
import { appendFile, readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transform } from 'esbuild';

if (isMainThread) register(import.meta.url);

const list = process.env.LOADED_MODULES;

export async function load(url, context, nextLoad) {
  if (list !== undefined) await appendFile(list, `${url}\n`);
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  const { code } = await transform(source, { loader: 'ts', format: 'esm', target: 'es2022' });
  return { format: 'module', source: code, shortCircuit: true };
}
