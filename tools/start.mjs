/**
 * `npm start`: builds what is needed, then serves with the shipped safeai.yaml in this same process, so that a
 * signal to it reaches the server.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
process.chdir(root);

const nx = fileURLToPath(import.meta.resolve('nx/bin/nx'));
const built = spawnSync(process.execPath, [nx, 'run', '@safeai/cli:build'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);

process.argv = [
  ...process.argv.slice(0, 1),
  'safeai',
  'serve',
  '--config',
  'safeai.yaml',
  ...process.argv.slice(2),
];
createRequire(import.meta.url)('../apps/cli/bin/safeai.cjs');
