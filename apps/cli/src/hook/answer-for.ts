import type { HookAnswer } from '@safeai/adapters-coding-agents';
import type { CliHost } from '../host.ts';
import { askServer } from './ask-server.ts';
import type { HookOptions } from './hook-options.ts';
import { runningServer } from './running-server.ts';

/**
 * The answer to a hook: a running server's, else one that is made here.
 *
 * @throws whatever stands in the way of one
 */
export async function answerFor(
  options: HookOptions,
  host: CliHost,
  input: Buffer,
): Promise<HookAnswer> {
  const server = await runningServer(options, host);
  if (server !== undefined) return askServer(server, options, input);
  // Loaded here alone: a server is asked without it.
  const { judgeHere } = await import('./judge-here.ts');
  return judgeHere(options, host, input);
}
