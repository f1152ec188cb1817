import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { LoadedPlugin } from '../src/index.ts';
import { PluginLoader } from '../src/plugins/plugin-loader.ts';
import { eventually, newInstallation } from './installation.ts';

const NEW_THREAD =
  "import { Worker } from 'node:worker_threads'; new Worker('for (;;);', { eval: true });";
const DEEP = `let deep = {}; for (let i = 0; i < 3e5; i++) deep = { deep };
  export default { name: 'deep', description: deep };`;
const GOOD = `export default { name: 'good' };`;

async function loadBeside(module: string, limitMs?: number): Promise<readonly LoadedPlugin[]> {
  const installation = newInstallation();
  for (const [name, text] of [
    ['bad.mjs', module],
    ['good.mjs', GOOD],
  ] as const) {
    writeFileSync(join(installation.folder, name), text, { mode: 0o644 });
  }
  installation.configure('plugins: { files: [bad.mjs, good.mjs] }');
  const { plugins } = await new PluginLoader(limitMs).load(await installation.load());
  expect(plugins[1]).toMatchObject({ name: 'good', state: 'loaded' });
  return plugins;
}

test.each([
  ['null', 'parentPort.postMessage(null);'],
  ['a greeting', `parentPort.postMessage({ is: 'ready' });`],
  ['text', `parentPort.postMessage('ready');`],
  ['forged', `parentPort.postMessage({ is: 'loaded', path: 7, digest: 7, members: 7 });`],
])(
  'a module that talks to whoever started its thread (%s) is loaded as any other',
  async (_, talk) => {
    const [plugin] = await loadBeside(
      `import { parentPort } from 'node:worker_threads';\n${talk}\nexport default { name: 'talker' };`,
    );
    expect(plugin).toMatchObject({ name: 'talker', state: 'loaded' });
  },
);

test('a module that waits in another process is refused when its time is over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'safeai-plugin-'));
  const [go, ended] = [join(folder, 'go'), join(folder, 'ended')];
  const wait = `for i in $(seq 250); do [ -e '${go}' ] && break; sleep 0.1; done; touch '${ended}'`;
  try {
    const [plugin] = await loadBeside(
      `import { execFileSync } from 'node:child_process';
       execFileSync('sh', ['-c', ${JSON.stringify(wait)}]);`,
      5000,
    );
    expect(plugin?.problems).toEqual(['its import takes longer than 5 s']);
    expect(existsSync(ended)).toBe(false);
  } finally {
    writeFileSync(go, '');
  }
  // Its thread ends with it; the program would wait for that at its own end.
  await eventually(() => existsSync(ended) || undefined);
});

test.each([
  ['bytes', 'new Uint8Array(2e7)'],
  ['numbers', 'Array.from({ length: 4e6 }, (_, index) => index)'],
  ['texts', "Array.from({ length: 4000 }, (_, index) => String(index).padEnd(8192, 'x'))"],
])('a module that exports more %s than the program should take in is refused', async (_, value) => {
  const [plugin] = await loadBeside(`export default { name: 'huge', detectors: ${value} };`);
  expect(plugin?.problems).toEqual(['exports more than 16777216 bytes']);
});

test.each([
  ['an error that comes later', 'setTimeout(() => { throw new Error(); }); Promise.reject(1);'],
  [
    'a changed Object.prototype',
    "Object.prototype.problem = 'x'; Object.prototype.is = 'refused';",
  ],
  ['much print', "process.stdout.write('x'.repeat(1e7)); console.error('y'.repeat(1e7));"],
  ['a thread of its own', NEW_THREAD],
  ['another exit code', "process.emit('exit'); process.exitCode = 9;"],
])('a module with %s does nothing to the program', async (_, statements) => {
  const [plugin] = await loadBeside(`${statements}\nexport default { name: 'odd' };`);
  expect(plugin).toMatchObject({ name: 'odd', state: 'loaded', problems: [] });
  expect(({} as { problem?: string }).problem).toBeUndefined();
});

test.each([
  ['that is to be waited for', 'export const then = () => {};', /waits for what never comes$/],
  [
    'that is a broken proxy',
    'export default new Proxy({}, { ownKeys() { throw 1; } });',
    /no error$/,
  ],
  ['too deep to be copied', DEEP, /^description: must be data/],
  ['that copies otherwise', 'globalThis.structuredClone = () => () => 1;', /^exports no plugin/],
])('an export %s is refused', async (_, module, problem) => {
  const [plugin] = await loadBeside(module);
  expect(plugin?.problems).toEqual([expect.stringMatching(problem)]);
});
