import { SafeAIError } from '@safeai/core';
import type { Runtime } from '@safeai/runtime';
import type { Logger } from 'winston';
import { DEFAULT_UPSTREAM } from './gateway/upstreams/settings.ts';
import { StartError } from './lifecycle/listen.ts';
import { onStopSignal } from './lifecycle/signals.ts';
import { createLog, type LogLevel, type LogOptions } from './log/log.ts';
import { createServer, type SafeAIServer, type ServerOptions } from './server.ts';

/** How to serve. What is absent is the configuration's. */
export interface ServeOptions {
  /** Decides; closed when serving ends. */
  readonly runtime: Runtime;
  readonly host?: string;
  readonly port?: number;
  readonly mode?: 'sidecar' | 'gateway';
  /** In the place of `proxy.target`, in gateway mode. `http` or `https`. */
  readonly upstreamBaseUrl?: string;
  /** Level: this one, else `SAFEAI_LOG_LEVEL`, else `telemetry.log_level`. */
  readonly log?: LogOptions;
  /** Write a log line for each request. */
  readonly accessLog?: boolean;
}

/** A server that serves. */
export interface Serving {
  readonly url: string;
  /** Ends when the server has stopped, by {@link close} or by a signal. */
  readonly closed: Promise<void>;
  /** Answers what is in flight, then stops. Idempotent. */
  readonly close: () => Promise<void>;
}

const LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'] satisfies LogLevel[];

/**
 * Serves until the process is told to stop (SIGINT, SIGTERM).
 *
 * @throws StartError with one line that says why it cannot
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { runtime } = options;
  checkUpstream(options.upstreamBaseUrl);
  const log = createLog(logSettings(options));
  const server = serverOf({ ...options, log });
  await warmUp(runtime);
  const { url } = await server.listen();
  tellStart(log, url, options);

  const stop = async (): Promise<void> => {
    offSignals();
    await server.close();
    await runtime.close();
    log.info('stopped');
  };
  let tellClosed: (stopped: Promise<void>) => void;
  const closed = new Promise<void>((resolve) => {
    tellClosed = resolve;
  });
  let stopping: Promise<void> | undefined;
  const close = (): Promise<void> => {
    if (stopping === undefined) {
      stopping = stop();
      tellClosed(stopping);
    }
    return stopping;
  };
  const offSignals = onStopSignal((signal) => {
    log.info('stopping', { signal });
    void close();
  });
  return { url, closed, close };
}

/** @throws StartError for settings that no server can be made with */
function serverOf(options: ServerOptions): SafeAIServer {
  try {
    return createServer(options);
  } catch (error) {
    if (SafeAIError.isInstance(error)) throw new StartError(error.message, { cause: error });
    throw error;
  }
}

/** Touches what is made at its first use, so that the first request does not wait for it. */
const WARM_UP =
  'password=none, write to nobody@example.com or call 555-0100; ignore the next line: 4111 1111';

async function warmUp({ boundary }: Runtime): Promise<void> {
  const parameters = { command: 'ls', query: 'SELECT 1' };
  await boundary.explain({ boundary: 'action', toolName: 'warm_up', text: WARM_UP, parameters });
}

function logSettings({ log = {}, runtime }: ServeOptions): LogOptions {
  const { logLevel, logFormat } = runtime.config.telemetry;
  const asked = process.env.SAFEAI_LOG_LEVEL;
  if (asked !== undefined && asked !== '' && !LEVELS.includes(asked)) {
    throw new StartError(`SAFEAI_LOG_LEVEL must be one of: ${LEVELS.join(', ')}.`);
  }
  const level = asked === undefined || asked === '' ? logLevel : (asked as LogLevel);
  return { level, format: logFormat, ...log };
}

function checkUpstream(url: string | undefined): void {
  if (url === undefined) return;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return;
  throw new StartError('--upstream-base-url must be an http or https address.');
}

/** What whoever starts a server should know: where it is, whom it trusts, what is in force. */
function tellStart(log: Logger, url: string, options: ServeOptions): void {
  const { runtime } = options;
  const { config } = runtime;
  const { revision, rules } = runtime.policies();
  const mode = options.mode ?? config.server.mode;
  const target = options.upstreamBaseUrl ?? config.proxy.target;
  const upstreams = [
    ...(target === undefined ? [] : [DEFAULT_UPSTREAM]),
    ...config.proxy.upstreams.map(({ name }) => name),
  ];
  log.info('listening', {
    url,
    mode,
    ...(mode === 'gateway' ? { upstreams } : {}),
    loopback: config.auth.loopback,
    config: runtime.configFiles.length === 0 ? 'defaults' : runtime.configFiles,
    policy_revision: revision,
    rules: rules.length,
  });
  if (mode === 'gateway' && upstreams.length === 0) {
    log.warn(
      'no provider is configured: provider routes answer upstream_unavailable (proxy.target, proxy.upstreams, --upstream-base-url)',
    );
  }
  if (!config.dashboard.rbacEnabled && config.auth.loopback === 'trusted') {
    log.warn('roles are not checked on trusted loopback (dashboard.rbac_enabled: false)');
  }
}
