import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { VERSION } from '../src/index.ts';
import { type Child, SAFEAI, startChild, startProcess } from './child.ts';
import { folderWith, removeFolders, runCli } from './run-cli.ts';

const children: Child[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.process.kill('SIGKILL');
  await removeFolders();
});

async function serve(files: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const cwd = await folderWith(files);
  const child = startChild(['serve', '--port', '0', ...argv], cwd);
  children.push(child);
  const [, url = ''] = await child.until(/listening on (http:\S+)\n/);
  return { child, url, cwd };
}

const LONG = 60_000;

test(
  'serve answers until SIGTERM, and then ends with 0',
  async () => {
    const { child, url } = await serve({});
    const health = await fetch(`${url}/v1/health`);
    expect(await health.json()).toMatchObject({ status: 'ok' });
    const scan = await fetch(`${url}/v1/scan/input`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'token=sk-ABCDEF1234567890ABCDEF' }),
    });
    expect(await scan.json()).toMatchObject({ decision: { action: 'block' } });
    child.process.kill('SIGTERM');
    expect(await child.ended).toBe(0);
    expect(child.said()).toContain('config     defaults: no safeai.yaml here or in a folder above');
    expect(child.said()).toContain('loopback   trusted');
    expect(child.said()).not.toContain('others');
  },
  LONG,
);

test(
  'the start-up block of a gateway for others says what it does and does not',
  async () => {
    const { child } = await serve(
      { 'safeai.yaml': '' },
      ...['--mode', 'gateway', '--host', '0.0.0.0'],
      ...['--upstream-base-url', 'https://user:hidden@api.example.com'],
    );
    child.process.kill('SIGINT');
    expect(await child.ended).toBe(0);
    expect(child.said()).toContain('gateway, forwards to https://api.example.com/');
    expect(child.said()).toMatch(/config +\S+safeai\.yaml\n/);
    expect(child.said()).toMatch(/others +callers on other machines need a credential/);
    expect(child.said()).toMatch(
      /credentials {2}there is none yet; this makes one: safeai keys create /,
    );
  },
  LONG,
);

test(
  'a server that trusts nobody says what counts, and the command that it names makes a key for it',
  async () => {
    const { child, url, cwd } = await serve(
      { 'safeai.yaml': 'auth: { loopback: credential }\n' },
      ...['--config', 'safeai.yaml'],
    );
    const [, command = ''] = await child.until(/this makes one: safeai (.*)\n/);
    expect(child.said()).toMatch(/loopback +not trusted/);
    expect(command).toBe('keys create --tenant default --role agent --config safeai.yaml');
    const { stdout } = await runCli(command.split(' '), { cwd });
    const key = stdout.trim();
    const scan = (headers: Readonly<Record<string, string>>) =>
      fetch(`${url}/v1/scan/input`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ text: 'a' }),
      });
    expect((await scan({})).status).toBe(401);
    expect((await scan({ 'x-safeai-key': key })).status).toBe(200);
    child.process.kill('SIGTERM');
    await child.ended;
    const again = startChild(['serve', '--port', '0'], cwd);
    children.push(again);
    await again.until(/credentials {2}1 API key\n/);
    expect(child.said() + again.said()).not.toContain(key);
  },
  LONG,
);

test(
  'a second signal ends it at once, a request in flight or not',
  async () => {
    const { child, url } = await serve({});
    const { port } = new URL(url);
    const socket: Socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.write(
      'POST /v1/scan/input HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.process.kill('SIGTERM');
    await child.until(/stopping/);
    child.process.kill('SIGTERM');
    expect(await child.ended).toBe('SIGTERM');
  },
  LONG,
);

test(
  '--watch reloads a changed file, and keeps the last good one',
  async () => {
    const { child, url, cwd } = await serve({ 'safeai.yaml': '' }, '--watch');
    const file = join(cwd, 'safeai.yaml');
    const scan = async () => {
      const answer = await fetch(`${url}/v1/scan/input`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'hello', data_tags: ['internal'] }),
      });
      return ((await answer.json()) as { decision: { action: string } }).decision.action;
    };
    expect(await scan()).toBe('allow');
    await writeFile(
      file,
      'policies: [{ name: a, boundary: input, data_tags: [internal], action: block }]\n',
    );
    await child.until(/configuration reloaded: \d+ rules/);
    expect(await scan()).toBe('block');
    await writeFile(file, 'polices: []\n');
    await child.until(/safeai\.yaml:1:1: polices: unknown key.*\n.*the last good one holds/);
    expect(await scan()).toBe('block');
    child.process.kill('SIGTERM');
    expect(await child.ended).toBe(0);
  },
  LONG,
);

test(
  'SIGHUP reloads the configuration without a credential, and a broken one changes nothing',
  async () => {
    const { child, url, cwd } = await serve({ 'safeai.yaml': 'auth: { loopback: credential }\n' });
    const file = join(cwd, 'safeai.yaml');
    await writeFile(file, 'auth: { loopback: trusted }\npolicies: nothing\n');
    child.process.kill('SIGHUP');
    await child.until(/safeai\.yaml:2:\d+: policies: .*\n.*the last good one holds/);
    expect((await fetch(`${url}/v1/policies`)).status).toBe(401);
    await writeFile(
      file,
      'auth: { loopback: credential }\npolicies: [{ name: a, boundary: input, action: block }]\n',
    );
    child.process.kill('SIGHUP');
    const [, revision] = await child.until(/configuration reloaded: \d+ rules, .*revision (\w+)/);
    expect(child.said()).not.toMatch(new RegExp(`rules, revision ${revision ?? ''}`));
    child.process.kill('SIGTERM');
    expect(await child.ended).toBe(0);
  },
  LONG,
);

test(
  'a reader that goes away is no error, with --version and with a command',
  async () => {
    const cwd = await folderWith({});
    for (const argv of [['--version'], ['--help'], ['config', 'schema']]) {
      const child = startChild(argv, cwd);
      children.push(child);
      child.process.stdout?.destroy();
      expect(await child.ended).toBe(0);
      expect(child.said()).toBe('');
    }
  },
  LONG,
);

test.each([
  ['scan', '< .', 'cannot read standard input: it is no file, pipe or terminal'],
  ['guard', '< .', 'cannot read standard input: it is no file, pipe or terminal'],
  ['scan', '<&-', 'cannot read standard input: it is closed or the null device'],
  ['guard', '<&-', 'cannot read standard input: it is closed or the null device'],
  ['scan', '0>only-written', 'cannot read standard input: it is not open for reading'],
])(
  '%s - %s ends with 2: what cannot be read is not allowed',
  async (command, redirection, message) => {
    const cwd = await folderWith({});
    const script = `exec "$@" ${command} - ${redirection}`;
    const child = startProcess('sh', ['-c', script, 'sh', ...SAFEAI], cwd);
    children.push(child);
    expect(await child.ended).toBe(2);
    expect(child.said()).toBe(`safeai: ${message}\n`);
  },
  LONG,
);

test(
  'a file that is empty can be read',
  async () => {
    const cwd = await folderWith({ 'empty.txt': '' });
    const script = 'exec "$@" scan - < empty.txt';
    const child = startProcess('sh', ['-c', script, 'sh', ...SAFEAI], cwd);
    children.push(child);
    expect(await child.ended).toBe(0);
  },
  LONG,
);

test('the bin script without a build says what to do', async () => {
  const { code, stderr } = await runBin({});
  expect(stderr).toBe('safeai: dist/ is missing. Build it first: npm run build\n');
  expect(code).toBe(2);
});

test('the bin script runs what is built', async () => {
  const main = `import { writeSync } from 'node:fs';\nwriteSync(1, '${VERSION}');\n`;
  expect(await runBin({ 'main.js': main })).toEqual({ code: 0, stdout: VERSION, stderr: '' });
});

test('the bin script hides no error of what is built', async () => {
  const { code, stderr } = await runBin({ 'main.js': "import './missing.js';\n" });
  expect(stderr).toContain('missing.js');
  expect(code).toBe(1);
});

/** Runs a copy of the bin script beside a `dist` with these files. */
async function runBin(dist: Readonly<Record<string, string>>) {
  const folder = await folderWith({ 'package.json': '{"type":"module"}' });
  await cp(fileURLToPath(new URL('../bin', import.meta.url)), join(folder, 'bin'), {
    recursive: true,
  });
  for (const [name, text] of Object.entries(dist)) {
    await mkdir(join(folder, 'dist'), { recursive: true });
    await writeFile(join(folder, 'dist', name), text);
  }
  const child = spawn(process.execPath, [join(folder, 'bin', 'safeai.cjs')]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout, stderr };
}
