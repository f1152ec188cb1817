import { parseArgs } from 'node:util';
import { SafeAIError } from '@safeai/core';
import { isLoopbackHost } from '@safeai/proxy/local-server';
import { AGENT_NAME } from './approvals/own-request.ts';
import type { Standing } from './tools/tool.ts';

/** How an MCP server is run. */
export interface McpSettings {
  readonly standing: Standing;
  /** The server that is asked; absent: the installation on this machine. */
  readonly gateway: { readonly url: string; readonly key: string | undefined } | undefined;
  readonly config: string | undefined;
  readonly env: string | undefined;
  readonly stateDir: string | undefined;
  /** Serve HTTP; absent: standard input and output. */
  readonly http: HttpSettings | undefined;
}

/** Where and for whom HTTP is served. */
export interface HttpSettings {
  readonly host: string;
  readonly port: number;
  /** What callers have to send; absent on loopback alone. */
  readonly token: string | undefined;
  /** Names that callers may call it by, beside its own. */
  readonly allowedHosts: readonly string[];
}

/** What a command line may say. */
export interface McpFlags {
  readonly config?: string;
  readonly env?: string;
  readonly stateDir?: string;
  readonly http?: boolean;
  readonly host?: string;
  readonly port?: string;
  readonly allowedHost?: readonly string[];
}

const DEFAULT_PORT = 8920;

/** Shorter ones can be guessed. Characters. */
const SHORTEST_TOKEN = 16;

/**
 * Settles how to run from a command line and the environment.
 *
 * @throws SafeAIError `invalid_config` with what to change
 */
export function mcpSettings(
  flags: McpFlags,
  environment: Readonly<Record<string, string | undefined>>,
): McpSettings {
  const of = (name: string): string | undefined => {
    const value = environment[name]?.trim() ?? '';
    return value === '' ? undefined : value;
  };
  const url = of('SAFEAI_URL');
  const key = of('SAFEAI_API_KEY');
  if (url !== undefined) checkAddress(url);
  const agent = of('SAFEAI_AGENT');
  if (agent !== undefined && !AGENT_NAME.test(agent)) {
    throw wrong(
      'SAFEAI_AGENT must begin with a letter and have up to 64 letters, digits and _ . : - in all.',
    );
  }
  return {
    standing: {
      agent,
      approver: of('SAFEAI_APPROVER'),
      hasKey: url !== undefined && key !== undefined,
    },
    gateway: url === undefined ? undefined : { url, key },
    config: flags.config,
    env: flags.env,
    stateDir: flags.stateDir,
    http: httpSettings(flags, of('SAFEAI_MCP_TOKEN')),
  };
}

/**
 * The command line of `safeai-mcp-server`.
 *
 * @throws SafeAIError `invalid_config`
 */
export function parseFlags(
  argv: readonly string[],
): McpFlags & { help?: boolean; version?: boolean } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        config: { type: 'string', short: 'c' },
        env: { type: 'string' },
        'state-dir': { type: 'string' },
        http: { type: 'boolean' },
        host: { type: 'string' },
        port: { type: 'string' },
        'allowed-host': { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'V' },
      },
    });
    const { 'state-dir': stateDir, 'allowed-host': allowedHost, ...rest } = values;
    return {
      ...rest,
      ...(stateDir === undefined ? {} : { stateDir }),
      ...(allowedHost === undefined ? {} : { allowedHost }),
    };
  } catch (cause) {
    const [what] = (cause instanceof Error ? cause.message : String(cause)).split('. ');
    throw new SafeAIError('invalid_config', `${what ?? ''}. See --help.`, { cause });
  }
}

/**
 * Where HTTP is served; undefined without `http`.
 *
 * @throws SafeAIError `invalid_config`
 */
export function httpSettings(flags: McpFlags, token: string | undefined): HttpSettings | undefined {
  const { http, host = '127.0.0.1', port, allowedHost = [] } = flags;
  if (http !== true) {
    const named = [flags.host, port, flags.allowedHost].some((flag) => flag !== undefined);
    if (named) throw wrong('--host, --port and --allowed-host go with --http.');
    return undefined;
  }
  const number = port === undefined ? DEFAULT_PORT : Number(port);
  if (!/^\d{1,5}$/.test(port ?? '0') || number > 65_535) {
    throw wrong('--port must be a number from 0 to 65535.');
  }
  if (token === undefined && !isLoopbackHost(host)) {
    throw wrong(
      `On ${host} others can reach this server: set SAFEAI_MCP_TOKEN to a long random text that they have to send as a bearer token, or listen on 127.0.0.1.`,
    );
  }
  if (token !== undefined && (token.length < SHORTEST_TOKEN || !/^[\x21-\x7e]+$/.test(token))) {
    throw wrong(`SAFEAI_MCP_TOKEN must have ${SHORTEST_TOKEN} or more visible ASCII characters.`);
  }
  return { host, port: number, token, allowedHosts: allowedHost };
}

function checkAddress(url: string): void {
  const address = /^https?:/i.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined) {
    throw wrong('SAFEAI_URL must be an address that begins with http:// or https://.');
  }
}

function wrong(message: string): SafeAIError {
  return new SafeAIError('invalid_config', message);
}
