import {
  type FirewallNotice,
  type FirewallOptions,
  hostFactory,
  LockError,
  McpFirewall,
  serveHostOverStdio,
  ServerFailure,
} from '@safeai/adapters-mcp';
import { parseDuration } from '@safeai/config';
import { httpSettings, serveHttp, stopSignal, type McpFlags } from '@safeai/mcp-server';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { CliHost } from '../host.ts';
import { approverBy, wrapGuard } from '../mcp/wrap-guard.ts';
import { type ServerOptions, wrappedServer } from '../mcp/wrapped-server.ts';

/** Options of `safeai mcp wrap`. */
export interface McpWrapOptions extends ServerOptions, McpFlags {
  readonly frozen?: true;
  readonly agent?: string;
  readonly tenant?: string;
  readonly session?: string;
  readonly approver?: string;
  readonly wait?: string;
  readonly binary: 'pass' | 'refuse';
  readonly sampling: 'judge' | 'refuse';
  readonly elicitation: 'judge' | 'refuse';
  readonly timeout?: string;
}

/**
 * Puts a firewall before an MCP server, until the host goes or the process is told to stop.
 *
 * @throws UsageError for flags that cannot be, a lock that cannot be used, a server that does not start
 */
export async function mcpWrap(
  words: readonly string[],
  options: McpWrapOptions,
  { host }: CommandContext,
): Promise<ExitCode> {
  const server = await wrappedServer(words, options, host);
  const http = httpSettings(options, textOf(host.env.SAFEAI_MCP_TOKEN));
  const tell = tellerOf(host);
  const judging = wrapGuard(options, host, (text) => {
    tell({ kind: 'server', text });
  });
  const firewall = new McpFirewall({
    ...server,
    guard: judging.guard,
    tell,
    ...settingsOf(options, host),
    ...(options.approver === undefined
      ? {}
      : { approver: approverBy(judging.guard.routes, options.approver) }),
  });
  const stop = stopSignal();
  try {
    if (http === undefined) await overStdio(firewall, host, stop);
    else await overHttp(firewall, http, tell, stop);
    return EXIT.ok;
  } catch (error) {
    throw asUsageError(error);
  } finally {
    await firewall.close();
    await judging.close();
  }
}

/** What a person can put right. */
export function asUsageError(error: unknown): unknown {
  if (error instanceof LockError) {
    return new UsageError(error.message, {
      hint: 'Nothing is offered without it. Review what the server offers with: safeai mcp lock',
      cause: error,
    });
  }
  if (!(error instanceof ServerFailure)) return error;
  return new UsageError(error.message, { exitCode: EXIT.unreachable, cause: error });
}

async function overStdio(
  firewall: McpFirewall,
  { stdin, stdout }: CliHost,
  stop: AbortSignal,
): Promise<void> {
  const serving = serveHostOverStdio(firewall, stdin, stdout);
  const end = () => void serving.close();
  if (stop.aborted) end();
  stop.addEventListener('abort', end, { once: true });
  const failure = await serving.ended;
  if (failure !== undefined) throw failure;
}

async function overHttp(
  firewall: McpFirewall,
  settings: NonNullable<ReturnType<typeof httpSettings>>,
  tell: (notice: FirewallNotice) => void,
  stop: AbortSignal,
): Promise<void> {
  await firewall.connect({});
  const serving = await serveHttp(hostFactory(firewall), settings);
  tell({ kind: 'server', text: `listening on ${serving.url}` });
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
  await serving.close();
}

function settingsOf(
  options: McpWrapOptions,
  { env }: CliHost,
): Partial<FirewallOptions> & Pick<FirewallOptions, 'binary' | 'sampling' | 'elicitation'> {
  const { frozen, tenant, session, wait, timeout, binary, sampling, elicitation } = options;
  const agent = options.agent ?? textOf(env.SAFEAI_AGENT);
  return {
    ...{ binary, sampling, elicitation },
    ...(frozen === true ? { frozen } : {}),
    ...(agent === undefined ? {} : { agentId: agent }),
    ...(tenant === undefined ? {} : { tenantId: tenant }),
    ...(session === undefined ? {} : { sessionId: session }),
    ...(wait === undefined ? {} : { approvalWaitMs: durationOf('--wait', wait) }),
    ...(timeout === undefined ? {} : { limits: { callMs: durationOf('--timeout', timeout) } }),
  };
}

function durationOf(flag: string, text: string): number {
  try {
    return parseDuration(text);
  } catch (cause) {
    throw new UsageError(`${flag} must be a duration such as 30s or 5m`, { cause });
  }
}

function textOf(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

/** What a server writes itself already says whose it is. */
function tellerOf({ stderr }: CliHost): (notice: FirewallNotice) => void {
  return ({ kind, text }) => {
    stderr.write(kind === 'log' ? `${text}\n` : `safeai mcp wrap: ${text}\n`);
  };
}
