import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { createRuntime, openStorage, type Runtime } from '@safeai/runtime';

const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A new folder, which is gone after the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-proxy-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A real runtime with its audit log and state in real files; closed after the test.
 *
 * @param folder of the files and of the configuration; a new one if absent
 */
export async function realRuntime(yaml = '', folder?: string): Promise<Runtime> {
  const named = folder ?? (await testFolder());
  const loaded = parseConfig(yaml, { folder: named });
  const runtime = await createRuntime({
    load: () => Promise.resolve(loaded),
    openStorage: () => openStorage({ loaded, environment: {}, named, role: 'server' }),
  });
  endings.push(() => runtime.close());
  return runtime;
}
