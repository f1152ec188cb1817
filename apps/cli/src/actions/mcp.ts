import { runMcpServer, stopSignal, type McpFlags } from '@safeai/mcp-server';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** Options of `safeai mcp`. */
export type McpOptions = McpFlags;

/**
 * Serves the tools of SafeAI until the host closes its end, or the process is told to stop.
 *
 * @throws SafeAIError `invalid_config`
 */
export async function serveMcp(options: McpOptions, { host }: CommandContext): Promise<ExitCode> {
  const { stdin, stdout, stderr, env, cwd } = host;
  await runMcpServer(options, { stdin, stdout, stderr, env, cwd, stop: stopSignal() });
  return EXIT.ok;
}
