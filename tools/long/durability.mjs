/**
 * The unit tests of the audit log and the state that are sampled in `npm test`, in full: every byte of a log
 * changed, removed and inserted; 20 kill rounds of a process that appends, and of one that writes state.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const full = {
  ...process.env,
  NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  SAFEAI_AUDIT_EVERY_BYTE: '1',
  SAFEAI_KILL_ROUNDS: '20',
};

const runs = [
  ['packages/audit', 'src/verify'],
  ['packages/audit', 'test/append-kill'],
  ['packages/state', 'test/processes'],
  ['packages/state', 'test/budget-processes'],
].map(([project, tests]) => {
  const jest = `${root}node_modules/jest/bin/jest.js`;
  const { status } = spawnSync(process.execPath, [jest, tests, '--testTimeout=1200000'], {
    cwd: root + project,
    env: full,
    stdio: 'inherit',
  });
  return status === 0;
});
process.exitCode = runs.every(Boolean) ? 0 : 1;
