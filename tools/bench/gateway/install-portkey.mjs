/** Portkey's gateway, for comparison: installed where nothing else sees it. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Streams fail with later versions of the server that it stands on. */
const PACKAGES = { '@portkey-ai/gateway': '1.15.2', '@hono/node-server': '1.13.8' };

/** @returns the folder, new; undefined where the package registry cannot be reached */
export async function installPortkey() {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-bench-portkey-'));
  const manifest = {
    private: true,
    dependencies: PACKAGES,
    overrides: { '@hono/node-server': PACKAGES['@hono/node-server'] },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const { status } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
    { cwd: folder, timeout: 120_000, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return status === 0 ? folder : undefined;
}
