import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SAFEAI } from './child.ts';
import { Installation } from './installation.ts';

const KEY = ['AKIA', 'Q3EGRBSGV6OAYLKB'].join('');

const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  /** Nobody reads what it writes to standard output. */
  readonly isDeaf?: boolean;
  /** Its standard input stays open. */
  readonly isOpen?: boolean;
  readonly signal?: NodeJS.Signals;
}

/** Runs `safeai hook` as a coding agent does. */
async function hook(cwd: string, input: unknown, given: Given = {}): Promise<Ran> {
  const [node = '', ...words] = SAFEAI;
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const profile = ['--profile', 'claude-code', '--timeout', '60'];
  const child = spawn(node, [...words, 'hook', ...(given.words ?? profile)], {
    cwd,
    env: { ...inherited, HOME: cwd, SAFEAI_URL: '', SAFEAI_STATE_DIR: '', ...given.env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  if (given.isDeaf === true) child.stdout.destroy();
  child.stdin.on('error', () => undefined);
  if (given.signal !== undefined) {
    const { signal } = given;
    setTimeout(() => child.kill(signal), 1500);
  }
  if (given.isOpen !== true) {
    child.stdin.end(typeof input === 'string' ? input : JSON.stringify(input));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const call = (command: string) => ({
  session_id: 's-1',
  cwd: '/home/ada/app',
  hook_event_name: 'PreToolUse',
  tool_name: 'Bash',
  tool_input: { command },
});

const result = (stdout: string) => ({
  ...call('cat x'),
  hook_event_name: 'PostToolUse',
  tool_response: { stdout, stderr: '', interrupted: false },
});

/** What a server would leave beside a configuration, at an address of this machine. */
async function pretendServer(installation: Installation, answer: RequestListener): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  await leaveServerFile(installation, url);
}

/** Answers for as long as anybody listens. */
function flood(answer: ServerResponse): void {
  const piece = Buffer.alloc(1024 * 1024, ' ');
  const more = (): void => {
    if (!answer.destroyed) answer.write(piece, more);
  };
  answer.on('error', () => undefined);
  more();
}

async function leaveServerFile({ state }: Installation, url: string): Promise<void> {
  await mkdir(state, { recursive: true });
  const text = JSON.stringify({ url, pid: process.pid, token: 't' });
  await writeFile(join(state, 'server.json'), text);
}

describe('without a server', () => {
  test('says nothing of a call that may be made, and records it', async () => {
    const { cwd, state } = await Installation.make();
    expect(await hook(cwd, call('ls -la'))).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readdir(join(state, 'logs/audit/spool'))).not.toEqual([]);
  });

  test('stops one that may not', async () => {
    const { cwd } = await Installation.make();
    const { code, stdout, stderr } = await hook(cwd, call('rm -rf /'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^SafeAI blocked this call: Destructive command/);
    expect(JSON.parse(stdout)).toMatchObject({
      hookSpecificOutput: { permissionDecision: 'deny' },
    });
  });

  test('redacts a result', async () => {
    const { cwd } = await Installation.make();
    const { code, stdout } = await hook(cwd, result(`key ${KEY}`));
    expect([code, stdout.includes(KEY)]).toEqual([0, false]);
    expect(JSON.parse(stdout)).toMatchObject({
      hookSpecificOutput: { updatedToolOutput: { stdout: 'key [SECRET_REDACTED]' } },
    });
  });

  test('a call waits for a person, who approves it on the command line', async () => {
    const installation = await Installation.make();
    const push = call('git push --force origin main');
    const { code, stderr } = await hook(installation.cwd, push);
    const [id = ''] = /ar-[0-9a-f]{24}/.exec(stderr) ?? [];
    expect([code, id]).toEqual([2, expect.stringMatching(/^ar-/)]);
    const approve = ['approvals', 'approve', id, '--as', 'security-approver', '--yes'];
    expect(await installation.safeai(approve)).toMatchObject({ code: 0 });
    expect(await hook(installation.cwd, push)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await hook(installation.cwd, push)).toMatchObject({ code: 2 });
  });

  test('a result that is too large is withheld: a refusal would show it', async () => {
    const { cwd } = await Installation.make();
    const { code, stdout } = await hook(cwd, result(`${KEY} ${'x'.repeat(1_100_000)}`));
    expect([code, stdout.includes('xxx')]).toEqual([0, false]);
    expect(JSON.parse(stdout)).toMatchObject({
      hookSpecificOutput: { updatedToolOutput: { stdout: expect.stringContaining('SafeAI') } },
    });
  });

  test('a folder with rules of its own that the agent has entered changes none', async () => {
    const { cwd } = await Installation.make();
    const entered = join(cwd, 'vendor');
    await mkdir(entered);
    const own = 'policies: [{ name: none, boundary: action, action: block, reason: no }]\n';
    await writeFile(join(entered, 'safeai.yaml'), own);
    expect(await hook(entered, call('ls'))).toMatchObject({ code: 2 });
    for (const name of ['CLAUDE_PROJECT_DIR', 'CURSOR_PROJECT_DIR']) {
      expect(await hook(entered, call('ls'), { env: { [name]: cwd } })).toMatchObject({ code: 0 });
    }
  });

  test.each([
    ['nothing', ''],
    ['two envelopes', JSON.stringify(call('ls')).repeat(2)],
    [
      'an envelope in UTF-16',
      Buffer.from(JSON.stringify(call('ls')), 'utf16le').toString('latin1'),
    ],
    ['a list', JSON.stringify([call('ls')])],
    ['no name of a tool', JSON.stringify({ ...call('ls'), tool_name: null })],
    ['half an envelope', '{"hook_event_name":"PreToolUse","tool_'],
    ['an unknown event', '{"hook_event_name":"Whatever"}'],
    ['two of one name', '{"hook_event_name":"Stop","hook_event_name":"PreToolUse"}'],
    ['more than it takes', JSON.stringify(call(`echo ${'x'.repeat(1_100_000)}`))],
    ['what goes too deep', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('%s is denied', async (_, input) => {
    const { cwd } = await Installation.make();
    const { code, stderr } = await hook(cwd, input);
    expect([code, stderr]).toEqual([2, expect.stringContaining('could not judge')]);
  });

  test('a configuration that is broken lets nothing through', async () => {
    const { cwd } = await Installation.make('policies: [');
    expect(await hook(cwd, call('ls'))).toMatchObject({ code: 2 });
  });
});

describe('wrong usage ends with 2', () => {
  test.each([
    ['no profile', []],
    ['an unknown profile', ['--profile', 'emacs']],
    ['an unknown option', ['--profile', 'claude-code', '--nope']],
    ['a time that is none', ['--profile', 'claude-code', '--timeout', 'soon']],
  ])('%s', async (_, words) => {
    const { cwd } = await Installation.make();
    expect(await hook(cwd, call('ls'), { words })).toMatchObject({ code: 2 });
  });
});

describe('whatever goes wrong, the call is not made', () => {
  test('a server that is gone', async () => {
    const installation = await Installation.make();
    await leaveServerFile(installation, 'http://127.0.0.1:9');
    const { code, stderr } = await hook(installation.cwd, call('ls'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('does not answer')]);
    const withheld = await hook(installation.cwd, result(KEY));
    expect([withheld.code, withheld.stdout.includes(KEY)]).toEqual([0, false]);
    expect(JSON.parse(withheld.stdout)).toMatchObject({ decision: 'block' });
  });

  test.each<[string, RequestListener]>([
    ['an empty object', (_, answer) => answer.end('{}')],
    ['a redirect', (_, answer) => answer.writeHead(307, { location: '/elsewhere' }).end()],
    ['an error', (_, answer) => answer.writeHead(500).end('<html>')],
    [
      'without an end',
      (_, answer) => {
        flood(answer);
      },
    ],
    ['half an answer', (_, answer) => answer.writeHead(200, { 'content-length': 99 }).end('{}')],
    ['its own terms', (_, answer) => answer.end('{"exit_code":1,"output":null,"message":null}')],
  ])('a server that answers %s', async (_, listener) => {
    const installation = await Installation.make();
    await pretendServer(installation, listener);
    expect(await hook(installation.cwd, call('ls'))).toMatchObject({ code: 2 });
  });

  test('a server that never answers', async () => {
    const installation = await Installation.make();
    await pretendServer(installation, () => undefined);
    const words = ['--profile', 'claude-code', '--timeout', '0.5'];
    const { code, stderr } = await hook(installation.cwd, call('ls'), { words });
    expect([code, stderr]).toEqual([2, expect.stringContaining('could not judge')]);
  });

  test('an input that does not end', async () => {
    const { cwd } = await Installation.make();
    const words = ['--profile', 'claude-code', '--timeout', '0.5'];
    const { code, stderr } = await hook(cwd, '', { isOpen: true, words });
    expect([code, stderr]).toEqual([2, expect.stringContaining('took longer than 500 ms')]);
  });

  test('an end by signal, as of a host whose patience is over', async () => {
    const { cwd } = await Installation.make();
    expect(await hook(cwd, '', { isOpen: true, signal: 'SIGTERM' })).toMatchObject({ code: 2 });
  });

  test('a host that does not read', async () => {
    const { cwd } = await Installation.make();
    expect(await hook(cwd, result(KEY), { isDeaf: true })).toMatchObject({ code: 2 });
  });
});

describe('with a server', () => {
  // `serve` left its address and token in the state folder.
  test('it is asked, by file and by address, and over HTTP by the coding agent itself', async () => {
    const installation = await Installation.make();
    const { url } = await installation.serve();
    const env = { SAFEAI_URL: url };
    for (const given of [{}, { env }]) {
      expect(await hook(installation.cwd, call('ls'), given)).toEqual({
        ...{ code: 0, stdout: '', stderr: '' },
      });
      expect(await hook(installation.cwd, call('rm -rf /'), given)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('Destructive command'),
      });
    }
    const post = async (body: string) => {
      const headers = { 'content-type': 'application/json' };
      const asked = await fetch(`${url}/v1/hooks/claude-code`, { method: 'POST', headers, body });
      return [asked.status, await asked.json()] as const;
    };
    expect(await post(JSON.stringify(call('ls')))).toEqual([200, {}]);
    const denied = { hookSpecificOutput: { permissionDecision: 'deny' } };
    expect(await post(JSON.stringify(call('rm -rf /')))).toMatchObject([200, denied]);
    // A subagent's own id is no agent of SafeAI's.
    const subagent = { ...call('ls'), agent_id: 'a-1', tenant_id: 'other', idempotency_key: 'k' };
    expect(await post(JSON.stringify(subagent))).toEqual([200, {}]);
    // To a coding agent, anything but 200 means that the call may be made.
    const huge = JSON.stringify(call(`echo ${'x'.repeat(1_100_000)}`));
    for (const body of ['', '{', '[]', '{"a":1,"a":2}', huge]) {
      expect(await post(body)).toMatchObject([200, { decision: 'block' }]);
    }
  });
});
