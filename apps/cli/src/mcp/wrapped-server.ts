import { dirname, join, resolve } from 'node:path';
import { isServerName, nameOfCommand, type ServerTarget } from '@safeai/adapters-mcp';
import { configurationToLoad, type StateOptions } from '../configuration/load-configuration.ts';
import { webAddress } from '../configuration/web-address.ts';
import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';

/** Options that say which server is meant, and where its lock lies. */
export interface ServerOptions extends StateOptions {
  readonly url?: string;
  readonly sse?: true;
  readonly header?: readonly string[];
  readonly name?: string;
  readonly lock?: string;
}

/** A server as the firewall takes it. */
export interface WrappedServer {
  readonly target: ServerTarget;
  readonly name: string;
  readonly lockFile: string;
}

/**
 * Settles which server is meant.
 *
 * @throws UsageError
 */
export async function wrappedServer(
  words: readonly string[],
  options: ServerOptions,
  host: CliHost,
): Promise<WrappedServer> {
  const target = targetOf(words, options, host);
  const named =
    options.name ??
    ('command' in target
      ? nameOfCommand(target.command, target.args)
      : nameOfCommand(new URL(target.url).hostname, []));
  if (!isServerName(named)) {
    throw new UsageError(
      '--name must be 1 to 64 letters, digits, _ and -, without __ and without _ at either end',
    );
  }
  const { file } = await configurationToLoad(options, host);
  const folder = file === undefined ? host.cwd : dirname(resolve(host.cwd, file));
  return {
    target,
    name: named,
    lockFile:
      options.lock === undefined
        ? join(folder, 'safeai.mcp.lock')
        : resolve(host.cwd, options.lock),
  };
}

function targetOf(
  [command, ...args]: readonly string[],
  { url, sse, header }: ServerOptions,
  { env, cwd }: CliHost,
): ServerTarget {
  if ((command === undefined) === (url === undefined)) {
    throw new UsageError('Say which server: the command that starts it after --, or its --url', {
      hint: 'safeai mcp wrap -- npx -y @modelcontextprotocol/server-filesystem .',
    });
  }
  if (url !== undefined) {
    return {
      url: webAddress('--url', url),
      headers: Object.fromEntries((header ?? []).map((text) => headerOf(text, env))),
      ...(sse === true ? { isSse: true } : {}),
    };
  }
  if (header !== undefined || sse === true)
    throw new UsageError('--header and --sse go with --url');
  return { command: command ?? '', args, cwd, env: environmentOf(env) };
}

/** What is ours, keys above all, is none of the server's business. */
function environmentOf(env: CliHost['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || name.startsWith('SAFEAI_') ? [] : [[name, value]],
    ),
  );
}

function headerOf(text: string, env: CliHost['env']): [string, string] {
  const [, name, value] = /^([A-Za-z0-9-]+):\s*(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError("--header must be written as 'Name: value'");
  }
  const filled = value.replace(/\$\{(\w+)\}/g, (_, variable: string) => {
    const found = env[variable] ?? '';
    if (found === '') throw new UsageError(`--header ${name}: ${variable} is not set`);
    return found;
  });
  return [name, filled];
}
