import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach } from '@jest/globals';
import { loadConfig } from '@safeai/config';
import type { Principal } from '@safeai/core';
import { createLog, createServer } from '@safeai/proxy';
import { createRuntime, openStorage, type Runtime } from '@safeai/runtime';
import { runMcpServer, type McpFlags } from '../../src/index.ts';
import { connectClient, type ClientKind, type TestClient } from './clients.ts';

/** A person named as approver, one who may not decide, and rules of the house. */
export const PEOPLE = `
dashboard:
  enabled: true
  users:
    - { user_id: ann, role: approver, tenants: ['*'] }
    - { user_id: boss, role: admin, tenants: ['*'] }
    - { user_id: vera, role: viewer, tenants: ['*'] }
`;

const endings: (() => Promise<unknown>)[] = [];

/** Ends something after the test, the latest first. */
export function atEnd(end: () => Promise<unknown>): void {
  endings.unshift(end);
}

afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

/** A folder of its own with a safeai.yaml, if any; gone after the test. */
export async function folderWith(yaml?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-mcp-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  if (yaml !== undefined) await writeFile(join(folder, 'safeai.yaml'), yaml);
  return folder;
}

/** A server on the installation of a folder. */
export interface Served {
  readonly url: string;
  readonly runtime: Runtime;
  readonly close: () => Promise<void>;
}

/** Serves on a folder, as `safeai serve` does; until the test ends, or it is closed. */
export async function serve(folder: string): Promise<Served> {
  const environment = {};
  const load = () => loadConfig({ file: join(folder, 'safeai.yaml'), cwd: folder, environment });
  const runtime = await createRuntime({
    load,
    openStorage: (loaded, events) => openStorage({ loaded, events, environment, role: 'server' }),
  });
  const log = createLog({ stream: new PassThrough().resume() });
  const server = createServer({ runtime, log, port: 0 });
  const { url } = await server.listen();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= server.close().then(() => runtime.close()));
  atEnd(close);
  return { url, runtime, close };
}

/** How an MCP server is started. */
export interface Started {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: McpFlags;
  readonly kind?: ClientKind;
  /** As the host names itself. */
  readonly host?: string;
}

/** A host that has an MCP server. */
export interface Host extends TestClient {
  /** What the server said to people. */
  readonly said: () => string;
  /** Everything that it wrote to standard output. */
  readonly wrote: () => string;
  /** The host closes its end, and the server is over. */
  readonly leave: () => Promise<void>;
}

/** The ends of a server's streams. */
export interface Piped {
  readonly stdin: PassThrough;
  readonly stdout: PassThrough;
  readonly said: () => string;
  readonly wrote: () => string;
  readonly stop: AbortController;
  /** Settles when the server is over. */
  readonly over: Promise<void>;
}

/** Runs an MCP server in this process, on streams. */
export function pipe({ cwd, env = {}, flags = {} }: Started): Piped {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let said = '';
  let wrote = '';
  stderr.on('data', (text: Buffer) => (said += text.toString()));
  stdout.on('data', (text: Buffer) => (wrote += text.toString()));
  const stop = new AbortController();
  const over = runMcpServer(flags, { ...{ stdin, stdout, stderr, env, cwd }, stop: stop.signal });
  atEnd(() => {
    stop.abort();
    return over.catch(() => undefined);
  });
  return { stdin, stdout, stop, over, said: () => said, wrote: () => wrote };
}

/** Connects a host to an MCP server of its own. */
export async function connect(started: Started): Promise<Host> {
  const piped = pipe(started);
  const client = await connectClient(started.kind ?? 'v2-auto', piped, started.host ?? 'test-host');
  const leave = async (): Promise<void> => {
    piped.stdin.end();
    await piped.over;
  };
  return { ...client, said: piped.said, wrote: piped.wrote, leave };
}

/** A key that is made as `safeai keys create` makes one. */
export async function keyOf(
  { runtime }: Served,
  user: string,
  role: 'admin' | 'approver' | 'agent' | 'auditor',
  agents?: readonly string[],
): Promise<string> {
  const by: Principal = {
    ...{ tenant: 'default', tenants: ['*'], user: 'local-cli' },
    ...{ roles: ['admin'], source: 'embedded' },
  };
  const { text } = await runtime.boundary.apiKeys.create(
    { tenants: ['default'], roles: [role], user, ...(agents === undefined ? {} : { agents }) },
    { principal: by },
  );
  return text;
}
