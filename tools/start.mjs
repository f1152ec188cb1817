/**
 * `npm start`: builds what is needed, then serves with the shipped safeai.yaml in this same process, so that a
 * signal to it reaches the server.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
process.chdir(root);

// npm runs this through a shell that does not hand a signal on: when it is gone, nobody asks for the server any more.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, 250).unref();

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
