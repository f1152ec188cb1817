import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { type Child, startChild } from './child.ts';
import { folderWith, removeFolders, runCli } from './run-cli.ts';

const children: Child[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.process.kill('SIGKILL');
  await removeFolders();
});

const LONG = 60_000;

/** `safeai serve` in a process of its own, on a folder with a safeai.yaml. */
async function serve() {
  const cwd = await folderWith({ 'safeai.yaml': '' });
  const child = startChild(['serve', '--port', '0'], cwd);
  children.push(child);
  const [, url = ''] = await child.until(/listening on (http:\S+)\n/);
  const file = join(cwd, '.safeai', 'server.json');
  const scan = async (): Promise<string> => {
    const answer = await fetch(`${url}/v1/scan/input`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'hello', agent_id: 'a' }),
    });
    return ((await answer.json()) as { decision: { decision_id: string } }).decision.decision_id;
  };
  return { cwd, child, url, file, scan };
}

test(
  'commands talk to the server that is there, and open the state when it is gone',
  async () => {
    const { cwd, child, url, file, scan } = await serve();
    const told = JSON.parse(await readFile(file, 'utf8')) as { url: string; pid: number };
    expect(told).toMatchObject({ url, pid: child.process.pid });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const id = await scan();
    const tail = () => runCli(['audit', 'tail'], { cwd });
    expect((await tail()).stdout).toContain(id);
    child.process.kill('SIGTERM');
    expect(await child.ended).toBe(0);
    expect(await readdir(join(cwd, '.safeai'))).not.toContain('server.json');
    expect((await tail()).stdout).toContain(id);
    expect((await runCli(['audit', 'verify'], { cwd })).code).toBe(0);
  },
  LONG,
);

test(
  'what a killed server left behind is passed over',
  async () => {
    const { cwd, child, file, scan } = await serve();
    const id = await scan();
    child.process.kill('SIGKILL');
    expect(await child.ended).toBe('SIGKILL');
    expect((await stat(file)).isFile()).toBe(true);
    const ran = await runCli(['audit', 'tail'], { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain(id);
    const doctor = await runCli(['doctor'], { cwd });
    expect(doctor.stdout).toMatch(/warn {2}server +none runs; .*server\.json was left by process/);
  },
  LONG,
);

test(
  'audit tail --follow prints what comes, once, and ends when nobody reads',
  async () => {
    const { cwd, scan } = await serve();
    const before = await scan();
    const tail = startChild(['audit', 'tail', '--follow', '-n', '1', '--json'], cwd);
    children.push(tail);
    let printed = '';
    tail.process.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const prints = async (id: string): Promise<void> => {
      while (!printed.includes(id)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await prints(before);
    const ids = [await scan(), await scan(), await scan()];
    for (const id of ids) await prints(id);
    expect(printed.trimEnd().split('\n')).toHaveLength(4);
    tail.process.stdout?.destroy();
    const writing = setInterval(() => void scan().catch(() => undefined), 100);
    try {
      expect(await tail.ended).toBe(0);
    } finally {
      clearInterval(writing);
    }
  },
  LONG,
);

test.each([
  ['scan', 'hello'],
  ['guard', 'Contact alice@example.com.'],
])(
  '%s starts without what it does not need',
  async (...argv) => {
    const cwd = await folderWith({ 'safeai.yaml': '' });
    const list = join(cwd, 'loaded');
    const child = startChild(argv, cwd, { LOADED_MODULES: list });
    children.push(child);
    expect(await child.ended).toBe(0);
    const loaded = await readFile(list, 'utf8');
    expect(loaded).toContain('/packages/core/src/');
    expect(loaded).not.toMatch(/apps\/proxy|express|libsql|packages\/state\/src\/worker/);
    expect(await readdir(join(cwd, '.safeai'))).not.toContain('state.db');
  },
  LONG,
);
