import type { SafeAIConfig } from '@safeai/config';
import { UsageError } from '../errors/usage-error.ts';
import { webAddress } from './web-address.ts';

/** How the proxy runs. */
export type ServerMode = 'sidecar' | 'gateway';

/** What the command line says of the server, as it was typed. */
export interface ServerFlags {
  readonly mode?: string;
  readonly host?: string;
  readonly port?: string;
  readonly upstreamBaseUrl?: string;
}

/** What holds once flags, environment and file are put together. */
export interface ServerSettings {
  readonly mode: ServerMode;
  readonly host: string;
  readonly port: number;
  /** In the place of `proxy.target`: absent where neither flag nor variable says one, so that the file's follows a reload. */
  readonly upstreamBaseUrl?: string;
}

/**
 * Flag before environment before file.
 *
 * @throws UsageError for a value of a flag or variable that cannot be, and names it
 */
export function serverSettings(
  flags: ServerFlags,
  env: Readonly<Record<string, string | undefined>>,
  config: SafeAIConfig,
): ServerSettings {
  const pick = (flag: string, value: string | undefined, variable: string): Given | undefined => {
    if (value !== undefined) return { name: flag, value };
    const fromEnvironment = env[variable];
    if (fromEnvironment === undefined || fromEnvironment === '') return undefined;
    return { name: variable, value: fromEnvironment };
  };
  const mode = pick('--mode', flags.mode, 'SAFEAI_MODE');
  const host = pick('--host', flags.host, 'SAFEAI_HOST');
  const port = pick('--port', flags.port, 'SAFEAI_PORT');
  const upstream = pick('--upstream-base-url', flags.upstreamBaseUrl, 'SAFEAI_UPSTREAM_BASE_URL');
  const upstreamBaseUrl =
    upstream === undefined ? undefined : webAddress(upstream.name, upstream.value);
  return {
    mode: mode === undefined ? config.server.mode : modeOf(mode),
    host: host === undefined ? config.server.host : hostOf(host),
    port: port === undefined ? config.server.port : portOf(port),
    ...(upstreamBaseUrl === undefined ? {} : { upstreamBaseUrl }),
  };
}

/** A value, and the flag or variable that it came from. */
interface Given {
  readonly name: string;
  readonly value: string;
}

function modeOf({ name, value }: Given): ServerMode {
  if (value === 'sidecar' || value === 'gateway') return value;
  throw new UsageError(`${name} must be sidecar or gateway`);
}

function hostOf({ name, value }: Given): string {
  const host = value.replace(/^\[(.*)\]$/, '$1');
  if (host !== '' && !/[\s/@]/.test(host)) return host;
  throw new UsageError(`${name} must be a host name or an IP address, without a port`);
}

function portOf({ name, value }: Given): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`${name} must be a whole number from 0 to 65535`);
}
