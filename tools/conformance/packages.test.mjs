import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { startSafeAI } from './server.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bin = (name) => join(root, 'node_modules/.bin', name);
const run = promisify(execFile);

const projects = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(root, group))
    .map((name) => join(group, name))
    .filter((project) => existsSync(join(root, project, 'package.json'))),
);

const manifestOf = (project) =>
  JSON.parse(readFileSync(join(root, project, 'package.json'), 'utf8'));

/** Packs a project into a folder; the tarball's path. */
async function pack(project, folder) {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: join(root, project),
  });
  const packed = JSON.parse(stdout);
  // npm 11 gives a list, later ones an object keyed by name.
  const [{ filename }] = Object.values(packed);
  return join(folder, filename);
}

/** Installs projects from their tarballs into an empty folder, and nothing of ours beside them. */
async function installAlone(chosen, folder) {
  const tarballs = [];
  for (const project of chosen) tarballs.push(await pack(project, folder));
  const manifest = { name: 'alone', private: true, type: 'module' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await run('npm', ['install', '--no-audit', '--no-fund', ...tarballs], { cwd: folder });
}

/** A project and all of ours that it needs when it is installed. */
function withNeeded(project, found = new Set()) {
  if (found.has(project)) return found;
  found.add(project);
  for (const name of Object.keys(manifestOf(project).dependencies ?? {})) {
    const needed = projects.find((each) => manifestOf(each).name === name);
    if (needed !== undefined) withNeeded(needed, found);
  }
  return found;
}

/** Checks the types of a file. */
async function compile(folder, file, compilerOptions) {
  const settings = { compilerOptions, files: [file] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  await run(bin('tsc'), ['-p', 'tsconfig.json'], { cwd: folder });
}

describe('every package', () => {
  let folder;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'safeai-pack-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(projects)(
    '%s: publint and attw find nothing, no test is published',
    async (project) => {
      const tarball = await pack(project, folder);
      await run(bin('publint'), ['run', tarball, '--strict']);
      await run(bin('attw'), [tarball, '--profile', 'esm-only', '--no-color']);
      const { stdout } = await run('tar', ['-tzf', tarball]);
      expect(stdout).toMatch(/^package\/dist\/index\.(?:js|html)$/m);
      expect(stdout).not.toMatch(/\.test\.|tsbuildinfo|\/fixtures\//);
    },
  );
});

describe('core, installed alone from its tarball', () => {
  let folder;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safeai-alone-'));
    await installAlone(['packages/core'], folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('works as an ES module', async () => {
    await writeFile(
      join(folder, 'main.mjs'),
      `import { SafeAI, PolicyEngine } from '@safeai/core';
       const { decision } = await new SafeAI().scanInput({ text: 'token=sk-ABCDEF1234567890ABCDEF' });
       const rules = [{ name: 'a', boundary: 'input', dataTags: ['pii'], action: 'redact' }];
       const { action } = new PolicyEngine({ rules }).evaluate({ boundary: 'input', dataTags: ['personal.pii'] });
       console.log(decision.action, decision.policyName, action);`,
    );
    const { stdout } = await run(process.execPath, ['main.mjs'], { cwd: folder });
    expect(stdout.trim()).toBe('block default-secret-detection redact');
  });

  test('its types hold under strict TypeScript, libraries checked, and refuse what is wrong', async () => {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2023',
      lib: ['es2023'],
      module: 'nodenext',
      types: [],
    };
    const check = (file) => compile(folder, file, compilerOptions);
    await writeFile(
      join(folder, 'right.ts'),
      `import { SafeAI, type PolicyRule } from '@safeai/core';
       const rule: PolicyRule = { name: 'a', boundary: ['input', 'output'], action: 'flag' };
       const safeai = new SafeAI({ policies: [rule] });
       const answer = await safeai.interceptTool({ phase: 'request', toolName: 't', parameters: { a: [1, null] } });
       const id: string | undefined = answer.approvalRequestId;
       export { id };`,
    );
    await check('right.ts');
    await writeFile(
      join(folder, 'wrong.ts'),
      `import { SafeAI } from '@safeai/core';
       new SafeAI({ policies: [{ name: 'a', boundary: 'nowhere', action: 'allow' }] });`,
    );
    await expect(check('wrong.ts')).rejects.toMatchObject({
      stdout: expect.stringContaining('\'"nowhere"\' is not assignable'),
    });
  });

  test('has at most five runtime dependencies, and no install script', () => {
    const manifest = JSON.parse(
      readFileSync(join(folder, 'node_modules/@safeai/core/package.json'), 'utf8'),
    );
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(5);
    expect(manifest.scripts ?? {}).toEqual({});
  });

  test('bundles for a browser: it and its dependencies ask for nothing of Node', async () => {
    const entry = "import { SafeAI } from '@safeai/core'; globalThis.safeai = new SafeAI();";
    await writeFile(join(folder, 'browser.js'), entry);
    await run(
      bin('esbuild'),
      ['browser.js', '--bundle', '--platform=browser', '--outfile=bundle.js'],
      {
        cwd: folder,
      },
    );
    expect(readFileSync(join(folder, 'bundle.js'), 'utf8')).not.toMatch(
      /from ["']node:|require\(["']node:/,
    );
  });
});

describe('the client, installed from its tarball with core and api', () => {
  let folder;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safeai-alone-'));
    await installAlone(['packages/core', 'packages/api', 'packages/client'], folder);
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('works as an ES module', async () => {
    await writeFile(
      join(folder, 'main.mjs'),
      `import { GuardUnreachableError, SafeAIClient } from '@safeai/client';
       const client = new SafeAIClient({ url: 'http://127.0.0.1:9', retries: 0 });
       const error = await client.scanInput({ text: 'a' }).catch((caught) => caught);
       console.log(error instanceof GuardUnreachableError, error.message);`,
    );
    const { stdout } = await run(process.execPath, ['main.mjs'], { cwd: folder });
    expect(stdout.trim()).toBe('true http://127.0.0.1:9 does not answer.');
  });

  test('its types hold for browsers, and refuse to fail open in silence', async () => {
    const compilerOptions = {
      ...{ strict: true, noEmit: true, target: 'es2023', module: 'nodenext' },
      ...{ lib: ['es2023', 'dom', 'dom.iterable'], types: [], skipLibCheck: true },
    };
    const check = (file) => compile(folder, file, compilerOptions);
    await writeFile(
      join(folder, 'right.ts'),
      `import { SafeAIClient } from '@safeai/client';
       import type { AgentGuard } from '@safeai/core';
       const client = new SafeAIClient({
         url: '', failMode: 'open', onFailOpen: ({ operation }) => { operation satisfies string; },
       });
       const guard: AgentGuard = client;
       const { body } = await client.routes.call('approvals');
       const status: 'pending' | undefined = body[0]?.status === 'pending' ? body[0].status : undefined;
       const socket = client.events({ webSocket: WebSocket as never });
       export { guard, socket, status };`,
    );
    await check('right.ts');
    await writeFile(
      join(folder, 'wrong.ts'),
      `import { SafeAIClient } from '@safeai/client';
       new SafeAIClient({ url: '', failMode: 'open' });`,
    );
    await expect(check('wrong.ts')).rejects.toMatchObject({
      stdout: expect.stringContaining('onFailOpen'),
    });
  });
});

describe('audit and state, installed alone from their tarballs', () => {
  let folder;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safeai-alone-'));
    await installAlone(['packages/core', 'packages/audit', 'packages/state'], folder);
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a program records on disk, and the one-file verifier believes it', async () => {
    await writeFile(
      join(folder, 'audit.mjs'),
      `import { SafeAI, systemClock } from '@safeai/core';
       import { AuditLog, AuditMaintenance, AuditReader, chainKey, makeSigningKey } from '@safeai/audit';
       const keys = { chain: [chainKey(new Uint8Array(32).fill(7))], signing: [makeSigningKey()] };
       const log = await AuditLog.open({
         folder: 'log', maxBytes: 1e6, durability: 'group', minFreeBytes: 0, keys, clock: systemClock,
       });
       const safeai = new SafeAI({}, { audit: log });
       await safeai.scanInput({ text: 'hello' });
       await log.rotate();
       await safeai.guardOutput({ text: 'hello' });
       const maintenance = new AuditMaintenance({
         folder: 'log', log, compress: true, maxAgeMs: 1e9, clock: systemClock,
       });
       await maintenance.runOnce();
       await maintenance.stop();
       const { records } = await new AuditReader({ folder: 'log' }).query({ tenants: ['*'], limit: 5 });
       console.log(records.map(({ event }) => event).join());
       await log.close();`,
    );
    const { stdout } = await run(process.execPath, ['audit.mjs'], { cwd: folder });
    expect(stdout).toBe('guard.allowed,scan.allowed\n');
    expect(readdirSync(join(folder, 'log')).some((name) => name.endsWith('.gz'))).toBe(true);
    await writeFile(join(folder, 'key'), '07'.repeat(32));
    const verifier = 'node_modules/@safeai/audit/dist/verify/safeai-verify.js';
    const verified = await run(process.execPath, [verifier, '--key', 'key', 'log'], {
      cwd: folder,
    });
    expect(verified.stdout).toMatch(/^ok: /);
  });

  test('the stores keep their values in a thread of their own, which ends', async () => {
    await writeFile(
      join(folder, 'state.mjs'),
      `import { SafeAI } from '@safeai/core';
       import { openState } from '@safeai/state';
       const keys = { current: { id: 'a', key: new Uint8Array(32).fill(7) }, previous: [] };
       const owner = { key: 'user_preference', agentId: 'a' };
       for (const value of ['en', undefined]) {
         const state = await openState({ folder: 'state', keys });
         const { memory } = new SafeAI({}, { memory: state.memory });
         if (value !== undefined) await memory.write({ ...owner, value });
         else console.log((await memory.read(owner)).value);
         await state.close();
       }`,
    );
    const { stdout } = await run(process.execPath, ['state.mjs'], { cwd: folder });
    expect(stdout).toBe('en\n');
  });
});

describe('the dashboard, installed alone from its tarball', () => {
  let folder;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safeai-alone-'));
    await installAlone(['apps/dashboard'], folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('says where its files are; nothing is installed with it', async () => {
    const main = "import('@safeai/dashboard').then((found) => console.log(found.DASHBOARD_FILES))";
    const { stdout } = await run(process.execPath, ['-e', main], { cwd: folder });
    const files = readdirSync(stdout.trim(), { recursive: true });
    expect(files).toEqual(expect.arrayContaining(['index.html', 'THIRD_PARTY_LICENSES.txt']));
    expect(
      files.filter((name) => /^assets.index-[\w-]+\.js(?:\.br|\.gz)?$/.test(name)).length,
    ).toBe(3);
    expect(readdirSync(join(folder, 'node_modules/@safeai'))).toEqual(['dashboard']);
    expect(readdirSync(join(folder, 'node_modules')).sort()).toEqual([
      '.package-lock.json',
      '@safeai',
    ]);
  });

  test('names the licence of everything that is in it', () => {
    const licences = readFileSync(
      join(folder, 'node_modules/@safeai/dashboard/dist/THIRD_PARTY_LICENSES.txt'),
      'utf8',
    );
    for (const name of ['react', 'react-dom', '@tanstack/react-query']) {
      expect(licences).toContain(`## ${name} - `);
    }
  });
});

describe('the command line, installed from the tarballs of all that it needs', () => {
  let folder;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safeai-alone-'));
    await installAlone([...withNeeded('apps/cli')], folder);
  }, 240_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('serves the dashboard with its files', async () => {
    const program = join(folder, 'node_modules/@safeai/cli/bin/safeai.cjs');
    const server = await startSafeAI({ program });
    try {
      const page = await fetch(`${server.url}/dashboard/approvals`);
      expect(page.status).toBe(200);
      const loaded = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)];
      expect(loaded.length).toBeGreaterThan(1);
      for (const [, path] of loaded) {
        expect((await fetch(new URL(path, page.url))).status).toBe(200);
      }
      expect(server.said()).toContain(`${server.url}/dashboard`);
    } finally {
      await server.stop();
    }
  });
});
