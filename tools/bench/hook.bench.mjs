/**
 * How long a coding agent waits for its hook: over HTTP, as a process with a running server, and as a process without
 * one. Each beside `node -e 0` of the same run, which a process cannot be faster than. Needs a build.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const RUNS = 15;
const CLI = fileURLToPath(new URL('../../apps/cli/bin/safeai.cjs', import.meta.url));
const HOOK = [CLI, 'hook', '--profile', 'claude-code', '--timeout', '60'];
const ENVELOPE = JSON.stringify({
  session_id: '6f3c1d0e-9f2b-4c7a-8c55-1d2f3a4b5c6d',
  cwd: '/home/ada/app',
  hook_event_name: 'PreToolUse',
  tool_name: 'Bash',
  tool_input: { command: 'npm test && git status', description: 'Run the tests' },
});

const folder = mkdtempSync(join(tmpdir(), 'safeai-hook-bench-'));
const env = { ...process.env, HOME: folder, SAFEAI_URL: '', SAFEAI_STATE_DIR: '' };
writeFileSync(join(folder, 'safeai.yaml'), 'policies: []\n');

function process_(argv, input = '') {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: folder, env, input });
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${status}\n${stderr}`);
  return performance.now() - startedAt;
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

/** In turn, so that what else the machine does weighs on all of them. */
async function measured(tasks) {
  const times = new Map(tasks.map(([name]) => [name, []]));
  for (let run = 0; run <= RUNS; run++) {
    for (const [name, task] of tasks) {
      const took = await task();
      if (run > 0) times.get(name).push(took);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

const node = ['node -e 0', () => process_(['-e', '0'])];
const cold = await measured([node, ['a process, no server', () => process_(HOOK, ENVELOPE)]]);

const server = spawn(process.execPath, [CLI, 'serve', '--port', '0'], { cwd: folder, env });
try {
  const file = join(folder, '.safeai/server.json');
  for (let tries = 0; !existsSync(file) && tries < 200; tries++) await setTimeout(100);
  const { url, token } = JSON.parse(readFileSync(file, 'utf8'));
  const overHttp = async () => {
    const startedAt = performance.now();
    const response = await fetch(`${url}/v1/hooks/claude-code`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-safeai-key': token },
      body: ENVELOPE,
    });
    if (response.status !== 200 || (await response.text()) !== '{}') throw new Error('denied');
    return performance.now() - startedAt;
  };
  const warm = await measured([
    node,
    ['a process, a running server', () => process_(HOOK, ENVELOPE)],
    ['over HTTP', overHttp],
  ]);
  for (const times of [cold, warm]) {
    const base = times.get('node -e 0');
    for (const [name, time] of times) {
      console.log(
        `${name.padEnd(28)} ${time.toFixed(1).padStart(7)} ms  ${(time / base).toFixed(2)} of node -e 0`,
      );
    }
  }
} finally {
  server.kill();
  await once(server, 'exit');
  rmSync(folder, { recursive: true });
}
