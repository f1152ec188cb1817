/** The thread in which a plugin's module is run: it can neither hold up nor end the program's own. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { serialize } from 'node:v8';
import { workerData } from 'node:worker_threads';
import type { Member, ThreadReply, ThreadStart } from './thread-data.ts';
import { trustedFile, UntrustedFile } from './trusted-file.ts';

/** Most that a plugin may export, in bytes: the program itself has to take it in. */
const MAX_EXPORTED = 16 * 1_048_576;

const { port, ...data } = workerData as ThreadStart;
// The module finds no way to answer in our place.
Reflect.deleteProperty(workerData as ThreadStart, 'port');

async function load(): Promise<ThreadReply> {
  const path = await trustedFile(data.kind === 'file' ? data.target : packageFile());
  const digest = createHash('sha256').update(path).update('\0');
  digest.update(await readFile(path));
  const found = digest.digest('hex');
  if (found === data.known) return { is: 'unchanged', path };
  const exported = exportOf((await import(pathToFileURL(path).href)) as object);
  return { is: 'loaded', path, digest: found, members: membersOf(exported) };
}

/** Where the package's entry lies, as `import` finds it from the folder of the configuration. */
function packageFile(): string {
  const parent = pathToFileURL(join(data.folder, 'safeai.yaml')).href;
  let url: string;
  try {
    url = import.meta.resolve(data.target, parent);
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND';
    const what = missing ? 'is not installed: npm install it' : 'has no entry that can be imported';
    throw new UntrustedFile(`${what} (looked for from the folder of the configuration upward)`);
  }
  if (!url.startsWith('file:')) throw new UntrustedFile('is no installed package');
  return fileURLToPath(url);
}

/** The default export, or `module.exports`. */
function exportOf(module: { readonly default?: unknown }): unknown {
  if (!('default' in module)) {
    throw new UntrustedFile('exports no plugin: it needs a default export, or module.exports');
  }
  const exported = module.default;
  // What compilers make of `export default` for CommonJS.
  const isCompiled =
    typeof exported === 'object' &&
    exported !== null &&
    (exported as { __esModule?: unknown }).__esModule === true &&
    'default' in exported;
  return isCompiled ? exported.default : exported;
}

function membersOf(exported: unknown): Member[] | null {
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported)) return null;
  let left = MAX_EXPORTED;
  return Object.keys(exported).map((key): Member => {
    let value: unknown;
    try {
      value = (exported as Readonly<Record<string, unknown>>)[key];
    } catch {
      return { key, fault: 'throws' };
    }
    let copy: unknown;
    try {
      copy = structuredClone(value);
      left -= key.length + serialize(copy).byteLength;
    } catch {
      return { key, fault: 'no data' };
    }
    if (left < 0) throw new UntrustedFile(`exports more than ${MAX_EXPORTED} bytes`);
    return { key, value: copy };
  });
}

/** What was thrown, in words: it may be anything, and reading it may throw too. */
function problemOf(error: unknown): string {
  if (error instanceof UntrustedFile) return error.message;
  try {
    const { name, message } = error as Error;
    const isTold = typeof name === 'string' && typeof message === 'string';
    return isTold ? `its import throws ${name}: ${message}` : 'its import throws what is no error';
  } catch {
    return 'its import throws what is no error';
  }
}

const reply = await load().catch((error: unknown): ThreadReply => {
  return { is: 'refused', problem: problemOf(error) };
});
port.postMessage(reply);
