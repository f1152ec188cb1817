import type { Readable, Writable } from 'node:stream';
import { connectedTo } from './routes/connected.ts';
import { mcpServers } from './server.ts';
import { mcpSettings, type McpFlags } from './settings.ts';

/** What a server touches of the process that it runs in. */
export interface McpHost {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; the search for safeai.yaml starts here. */
  readonly cwd: string;
  /** Ends it. */
  readonly stop: AbortSignal;
}

/**
 * Runs an MCP server: over standard input and output until the host closes its end, or with `http` until it is
 * stopped. Nothing but the protocol is printed on standard output.
 *
 * @throws SafeAIError `invalid_config`
 */
export async function runMcpServer(flags: McpFlags, host: McpHost): Promise<void> {
  const settings = mcpSettings(flags, host.env);
  const onNote = (note: string): void => {
    host.stderr.write(`safeai mcp: ${note}\n`);
  };
  if (settings.gateway === undefined && (host.env.SAFEAI_API_KEY ?? '') !== '') {
    onNote('SAFEAI_API_KEY is not used: it goes with SAFEAI_URL');
  }
  const { env: environment, cwd } = host;
  const { close, ...connected } = connectedTo(settings, { environment, cwd, onNote });
  const servers = mcpServers({
    ...connected,
    standing: settings.standing,
    onDefect: onNote,
  });
  try {
    if (settings.http === undefined) {
      const { serveHost } = await import('./serving/stdio.ts');
      await serveHost(servers, host);
      return;
    }
    const { serveHttp } = await import('./serving/http.ts');
    const serving = await serveHttp(servers, settings.http);
    onNote(`listening on ${serving.url}`);
    await stopped(host.stop);
    await serving.close();
  } finally {
    await close();
  }
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
