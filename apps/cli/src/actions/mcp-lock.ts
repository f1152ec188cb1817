import { userInfo } from 'node:os';
import {
  type Accepted,
  acceptTools,
  McpFirewall,
  type Review,
  reviewServer,
  type ReviewedTool,
  shown,
} from '@safeai/adapters-mcp';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { wrapGuard } from '../mcp/wrap-guard.ts';
import { type ServerOptions, wrappedServer } from '../mcp/wrapped-server.ts';
import { alignColumns } from '../output/columns.ts';
import { asUsageError } from './mcp-wrap.ts';

/** Options of `safeai mcp lock`. */
export interface McpLockOptions extends ServerOptions {
  readonly accept?: true;
  readonly tool?: readonly string[];
  readonly by?: string;
  readonly json?: true;
}

/**
 * Shows what a server offers against the lock, or accepts it.
 *
 * @throws UsageError for a lock that cannot be used, a server that does not start
 */
export async function mcpLock(
  words: readonly string[],
  options: McpLockOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  if (options.accept !== true && (options.tool ?? options.by) !== undefined) {
    throw new UsageError('--tool and --by go with --accept');
  }
  const server = await wrappedServer(words, options, host);
  const judging = wrapGuard(options, host, () => undefined);
  const firewall = new McpFirewall({ ...server, guard: judging.guard });
  try {
    if (options.accept === true) {
      const accepted = await acceptTools(firewall, options.tool, whoAccepts(options, host.env));
      if (options.json === true) await output.json({ server: server.name, ...accepted });
      else for (const line of acceptedLines(accepted, server)) await output.line(line);
      return EXIT.ok;
    }
    const review = await reviewServer(firewall);
    const isHidden =
      review.tools.some(({ hidden }) => hidden !== null) ||
      (review.instructions?.hidden ?? null) !== null;
    if (options.json === true) await output.json({ server: server.name, ...review });
    else for (const line of reviewLines(review)) await output.line(line);
    return isHidden ? EXIT.pending : EXIT.ok;
  } catch (error) {
    throw asUsageError(error);
  } finally {
    await firewall.close();
    await judging.close();
  }
}

/** What was pinned, whole: a server may offer something else than it did when it was reviewed. */
function acceptedLines(
  { tools, instructions }: Accepted,
  { name, lockFile }: Awaited<ReturnType<typeof wrappedServer>>,
): readonly string[] {
  return [
    ...tools.flatMap((definition) => [shown(JSON.stringify(definition), LONGEST), '']),
    ...(instructions === null ? [] : ['instructions:', shown(instructions, LONGEST), '']),
    `${name}: ${tools.length} accepted in ${lockFile}`,
  ];
}

/** A table, and what is to be read before anything hidden in it is accepted. */
function reviewLines({ tools, instructions }: Review): readonly string[] {
  const rows = tools.map(({ name, hidden, findings }) => [
    shown(name, 128),
    hidden === null ? 'offered' : `hidden: ${hidden}`,
    findings.join(', '),
  ]);
  const hidden = tools.filter((tool) => tool.hidden !== null && tool.definition !== null);
  return [
    ...alignColumns(rows),
    ...hidden.flatMap((tool) => ['', `${shown(tool.name, 128)}:`, definitionLine(tool)]),
    ...(typeof instructions?.hidden === 'string'
      ? ['', `instructions (hidden: ${instructions.hidden}):`, shown(instructions.text, LONGEST)]
      : []),
  ];
}

function definitionLine({ definition }: ReviewedTool): string {
  return shown(JSON.stringify(definition), LONGEST);
}

/** Longest definition that is shown. */
const LONGEST = 65_536;

function whoAccepts(
  { by }: McpLockOptions,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const named = by ?? env.SAFEAI_APPROVER ?? '';
  if (named !== '') return named;
  try {
    return userInfo().username;
  } catch (cause) {
    throw new UsageError('This user has no name: say who accepts with --by', { cause });
  }
}
