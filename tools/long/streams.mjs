/**
 * A stream gives what the whole text gives: all cuts of 5 000 short texts against twelve hostile rules, plain and in
 * disguise, and 100 000 random texts and cuts against the whole catalogue. Prints the largest hold-back.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const core = fileURLToPath(new URL('../../packages/core/', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '../../node_modules/jest/bin/jest.js',
    'test/stream',
    '--runInBand',
    '--testTimeout=3600000',
  ],
  {
    cwd: core,
    stdio: 'inherit',
    env: {
      ...process.env,
      SAFEAI_STREAM_TEXTS: '5000',
      SAFEAI_STREAM_ROUNDS: '100000',
      SAFEAI_STREAM_SEED: String(Date.now() % 1_000_000),
      SAFEAI_STREAM_PRINT: '1',
    },
  },
);
process.exitCode = status ?? 1;
