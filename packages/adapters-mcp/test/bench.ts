import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import { SafeAI, type SafeAIRules } from '@safeai/core';
import { McpFirewall } from '../src/firewall.ts';
import { serveHostOverStdio, type StdioHost } from '../src/host/serve-stdio.ts';
import type { FirewallNotice, FirewallOptions } from '../src/settings.ts';
import type { ServerTarget } from '../src/upstream/server-target.ts';
import { StreamTransport } from './stream-transport.ts';

/** What a test of the firewall has at hand. */
export interface Bench {
  readonly firewall: McpFirewall;
  readonly safeai: SafeAI;
  readonly host: StdioHost;
  readonly transport: StreamTransport;
  readonly notices: FirewallNotice[];
  readonly folder: string;
  readonly lockFile: string;
}

const open: { close(): Promise<void> }[] = [];
const folders: string[] = [];

/** A firewall before a server, and the streams of its host. */
export function bench(
  target: ServerTarget,
  options: Partial<FirewallOptions> & { rules?: SafeAIRules } = {},
): Bench {
  const folder = options.lockFile === undefined ? newFolder() : '';
  const lockFile = options.lockFile ?? join(folder, 'safeai.mcp.lock');
  const { rules, ...rest } = options;
  const safeai = new SafeAI(rules);
  const notices: FirewallNotice[] = [];
  const firewall = new McpFirewall({
    guard: safeai,
    target,
    name: 'test',
    lockFile,
    tell: (notice) => {
      notices.push(notice);
    },
    ...rest,
  });
  const [toFirewall, fromFirewall] = [new PassThrough(), new PassThrough()];
  const host = serveHostOverStdio(firewall, toFirewall, fromFirewall);
  open.push(host);
  const transport = new StreamTransport(fromFirewall, toFirewall);
  return { firewall, safeai, host, transport, notices, folder, lockFile };
}

/** A client of the older revisions on the host's side. */
export async function oldHost(
  { transport }: Pick<Bench, 'transport'>,
  capabilities: ClientCapabilities = {},
  prepare: (client: OldClient) => void = () => undefined,
): Promise<OldClient> {
  const client = new OldClient({ name: 'host', version: '1' }, { capabilities });
  prepare(client);
  await client.connect(transport as never);
  return client;
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'safeai-mcp-'));
  folders.push(folder);
  return folder;
}

const STUB = fileURLToPath(new URL('./stub-server.mjs', import.meta.url));

/** A server of a kind that the stub knows. */
export function stub(...kinds: readonly string[]): ServerTarget {
  return nodeServer(STUB, ...kinds);
}

/** What the operator was told of a kind. */
export function toldOf({ notices }: Bench, kind: FirewallNotice['kind']): string {
  return notices.flatMap((notice) => (notice.kind === kind ? [notice.text] : [])).join('\n');
}

/** The text of a tool's result. */
export function textOf(result: unknown): string {
  const { content } = result as { content: readonly { text?: string }[] };
  return content.map(({ text }) => text ?? '').join('\n');
}

/** A program of this installation, run by this Node. */
export function nodeServer(script: string, ...args: string[]): ServerTarget {
  return {
    command: process.execPath,
    args: [script, ...args],
    env: getDefaultEnvironment(),
  };
}

/** Ends all that tests have opened. */
export async function closeAll(): Promise<void> {
  for (const one of open.splice(0)) await one.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
