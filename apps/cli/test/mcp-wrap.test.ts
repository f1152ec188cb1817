import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import { ElicitRequestSchema, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { SAFEAI } from './child.ts';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

const STUB = fileURLToPath(
  new URL('../../../packages/adapters-mcp/test/stub-server.mjs', import.meta.url),
);
const LONG = 60_000;

const started: ChildProcess[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
afterAll(removeFolders);

/** A `safeai mcp wrap` in a process of its own, and what it said on stderr. */
function wrap(cwd: string, argv: readonly string[], environment: Record<string, string> = {}) {
  const [node = '', ...words] = SAFEAI;
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const env = { ...inherited, SAFEAI_CONFIG: '', SAFEAI_URL: '', HOME: cwd, ...environment };
  const child = spawn(node, [...words, 'mcp', 'wrap', ...argv], { cwd, env });
  started.push(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  return { child, said: () => said };
}

/** Speaks with a process that runs already. */
class ProcessTransport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
  }

  start(): Promise<void> {
    const buffer = new ReadBuffer();
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      buffer.append(chunk);
      for (let message = buffer.readMessage(); message !== null; message = buffer.readMessage()) {
        this.onmessage?.(message);
      }
    });
    this.#child.on('exit', () => this.onclose?.());
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    this.#child.stdin?.write(serializeMessage(message));
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#child.stdin?.end();
    return Promise.resolve();
  }
}

async function hostOf(
  child: ChildProcess,
  capabilities = {},
  prepare = (_: Client): void => undefined,
) {
  const client = new Client({ name: 'host', version: '1' }, { capabilities });
  prepare(client);
  await client.connect(new ProcessTransport(child), { timeout: LONG });
  return client;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const textOf = (result: unknown) => JSON.stringify((result as { content: unknown }).content);

test(
  'a host sees the server, calls are judged, and the lock lies beside the configuration',
  async () => {
    const cwd = await folderWith({ 'safeai.yaml': 'policies: []\n' });
    const { child, said } = wrap(cwd, ['--', 'node', STUB]);
    const client = await hostOf(child);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['plain', 'second']);
    const secret = 'sk-ABCDEF1234567890ABCDEF';
    const refused = await client.callTool({ name: 'plain', arguments: { text: `a ${secret}` } });
    expect([refused.isError, textOf(refused)]).toEqual([true, expect.stringContaining('Secret')]);
    expect(textOf(await client.callTool({ name: 'plain', arguments: { text: 'hi' } }))).toContain(
      'hi',
    );
    expect(readFileSync(join(cwd, 'safeai.mcp.lock'), 'utf8')).toContain('"stub"');
    expect(said()).toMatch(/safeai\.mcp\.lock was written: 2 tools of stub pinned as first listed/);
    const ended = once(child, 'exit');
    await client.close();
    expect(await ended).toEqual([0, null]);
  },
  LONG,
);

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'neither the server nor what it started outlives a firewall that %s ends',
  async (signal) => {
    const cwd = await folderWith({});
    const pids = join(cwd, 'pids');
    const { child } = wrap(cwd, ['--', 'node', STUB, 'stubborn', `pids=${pids}`]);
    await hostOf(child);
    const running = readFileSync(pids, 'utf8').split(' ').map(Number);
    expect(running.map(isAlive)).toEqual([true, true]);
    child.kill(signal);
    await until(() => !running.some(isAlive));
  },
  LONG,
);

test(
  'a server that cannot start: exit 4, and a lock that is broken: exit 2',
  async () => {
    const gone = wrap(await folderWith({}), ['--', '/no/such/server']);
    await expect(hostOf(gone.child)).rejects.toThrow();
    if (gone.child.exitCode === null) await once(gone.child, 'exit');
    expect([gone.child.exitCode, gone.said()]).toEqual([
      4,
      expect.stringContaining('no such command'),
    ]);
    const broken = wrap(await folderWith({ 'safeai.mcp.lock': '{' }), ['--', 'node', STUB]);
    await expect(hostOf(broken.child)).rejects.toThrow();
    if (broken.child.exitCode === null) await once(broken.child, 'exit');
    expect([broken.child.exitCode, broken.said()]).toEqual([
      2,
      expect.stringContaining('cannot be used'),
    ]);
  },
  LONG,
);

test(
  'nothing of SafeAI itself is in the environment of the server',
  async () => {
    const cwd = await folderWith({});
    const script = `require('fs').writeFileSync('env.json', JSON.stringify(process.env))`;
    const { child } = wrap(cwd, ['--', 'node', '-e', script], { SAFEAI_API_KEY: 'k', OTHER: 'o' });
    await expect(hostOf(child)).rejects.toThrow();
    const env = JSON.parse(readFileSync(join(cwd, 'env.json'), 'utf8')) as Record<string, string>;
    expect([env.OTHER, Object.keys(env).filter((name) => name.startsWith('SAFEAI_'))]).toEqual([
      'o',
      [],
    ]);
  },
  LONG,
);

const ASKING = `
policies:
  - name: ask-first
    boundary: action
    direction: request
    tools: [plain]
    action: require_approval
    reason: A person has to see this
dashboard:
  users:
    - { user_id: ann, role: approver, tenants: ["*"] }
`;

test(
  'the person at the host approves as the user that the operator named, and as no other',
  async () => {
    const answering = (client: Client) => {
      client.setRequestHandler(ElicitRequestSchema, () => ({
        action: 'accept' as const,
        content: { decision: 'approve' },
      }));
    };
    const call = async (approver: string) => {
      const cwd = await folderWith({ 'safeai.yaml': ASKING });
      const { child } = wrap(cwd, ['--approver', approver, '--', 'node', STUB]);
      const client = await hostOf(child, { elicitation: {} }, answering);
      return textOf(await client.callTool({ name: 'plain', arguments: { text: 'hi' } }));
    };
    expect(await call('ann')).toContain('plain: hi');
    expect(await call('nobody')).toMatch(/did not count the vote on ar-/);
  },
  LONG,
);

test(
  'over HTTP: a firewall serves it, and another one stands before that',
  async () => {
    const token = 'a-token-that-is-long-enough';
    const cwd = await folderWith({});
    const served = wrap(cwd, ['--http', '--port', '0', '--name', 'inner', '--', 'node', STUB], {
      SAFEAI_MCP_TOKEN: token,
    });
    await until(() => served.said().includes('listening on'));
    const url = /http:\/\/\S+/.exec(served.said())?.[0] ?? '';
    const unknown = new Client({ name: 'host', version: '1' });
    await expect(
      unknown.connect(new StreamableHTTPClientTransport(new URL(url))),
    ).rejects.toThrow();
    const before = wrap(
      cwd,
      [
        '--url',
        url,
        '--header',
        'Authorization: Bearer ${TOKEN}',
        '--name',
        'outer',
        '--lock',
        'outer.lock',
      ],
      { TOKEN: token },
    );
    const client = await hostOf(before.child);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['plain', 'second']);
    expect(textOf(await client.callTool({ name: 'plain', arguments: { text: 'far' } }))).toContain(
      'far',
    );
  },
  LONG,
);

test(
  'a person reviews a server, and accepts what it offers',
  async () => {
    const cwd = await folderWith({});
    const server = ['--', 'node', STUB, 'poisoned'];
    const lock = (...argv: string[]) => runCli(['mcp', 'lock', ...argv, ...server], { cwd });
    const first = await lock('--json');
    expect([first.code, json(first)]).toEqual([3, expect.objectContaining({ server: 'stub' })]);
    expect((await lock('--accept', '--tool', 'plain', '--by', 'ann')).code).toBe(0);
    const second = await lock();
    expect(second.code).toBe(3);
    expect(second.stdout).toMatch(/plain +offered/);
    expect(second.stdout).toMatch(/injected +hidden: it is new +injection/);
    expect(second.stdout).toContain('\\u{e0073}');
    const accepted = await lock('--accept', '--by', 'ann');
    expect(accepted.stdout).toMatch(/6 accepted/);
    // What is pinned is shown, whatever was shown at the review.
    expect(accepted.stdout).toMatch(/"name":"injected".*Before using this tool/);
    expect(accepted.stdout).toContain('\\u{e0073}');
    expect((await lock()).code).toBe(0);
  },
  LONG,
);

test.each([
  [['mcp', 'wrap'], /the command that starts it after --, or its --url/],
  [['mcp', 'wrap', '--url', 'http://127.0.0.1:1/mcp', '--', 'node'], /the command that starts/],
  [['mcp', 'wrap', '--name', 'a__b', '--', 'node'], /--name must be/],
  [['mcp', 'wrap', '--wait', 'long', '--', 'node'], /--wait must be a duration/],
  [['mcp', 'wrap', '--header', 'x: y', '--', 'node'], /go with --url/],
  [['mcp', 'wrap', '--url', 'http://127.0.0.1:1', '--header', 'x: ${NOPE}'], /NOPE is not set/],
  [['mcp', 'lock', '--by', 'ann', '--', 'node'], /go with --accept/],
])('%j is wrong usage', async (argv, why) => {
  const ran = await runCli(argv, { cwd: await folderWith({}) });
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringMatching(why)]);
});
