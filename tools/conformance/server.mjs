import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const SAFEAI = join(root, 'apps/cli/bin/safeai.cjs');

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** A new folder with the shipped safeai.yaml. */
export async function installation() {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-conformance-'));
  await copyFile(join(root, 'safeai.yaml'), join(folder, 'safeai.yaml'));
  return folder;
}

/** What a server says that ends because another program has the port. */
const TAKEN = /Port \d+ on \S+ is taken/;

/**
 * Runs `safeai serve`, the one built here unless another `program` is named, in a folder, a new one if none is named,
 * that holds the shipped safeai.yaml and the given files; on a free port if none is named. `stop` ends it, removes the
 * folder that it made and gives the exit code; `kill` ends it at once, as a crash would, and leaves the folder.
 */
export async function startSafeAI({ files = {}, port, folder: named, ...how } = {}) {
  const folder = named ?? (await installation());
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const server = await startIn(folder, port ?? (await freePort()), how).catch(async (error) => {
    // What was free a moment ago need not be.
    if (port !== undefined || !TAKEN.test(error.message)) throw error;
    return startIn(folder, await freePort(), how);
  });
  return {
    ...server,
    stop: async () => {
      const code = await server.stop();
      if (named === undefined) await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}

async function startIn(folder, port, { args = [], env = {}, program = SAFEAI }) {
  const child = spawn(
    process.execPath,
    [program, 'serve', '--port', String(port), '--config', 'safeai.yaml', ...args],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(child, 'exit');
  const saidAll = once(child, 'close').then(() => said);
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child, saidAll);
  return {
    ...{ url, port, folder, pid: child.pid },
    said: () => said,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
}

/**
 * Asks until the server answers; fails at once when the process ends, and after 30 seconds.
 *
 * @param saidAll what it has said by its end
 */
async function untilReady(url, child, saidAll) {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null)
      throw new Error(`safeai serve ended with ${child.exitCode}:\n${await saidAll}`);
    // Another program may listen there, and not answer.
    const signal = AbortSignal.timeout(5_000);
    const answer = await fetch(`${url}/v1/health/ready`, { signal }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`safeai serve did not get ready:\n${await saidAll}`);
}
