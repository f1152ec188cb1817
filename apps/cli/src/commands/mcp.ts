import type { Command } from 'commander';
import type { McpOptions } from '../actions/mcp.ts';
import type { CommandContext } from '../context.ts';
import { addMcpWrap } from './mcp-wrap.ts';
import { addStateOptions, collect } from './shared-options.ts';

/** `safeai mcp`, and what goes with it. */
export function addMcp(program: Command, context: CommandContext): void {
  const mcp = program
    .command('mcp')
    .summary('serve SafeAI to MCP hosts')
    .description(
      'Serves the tools of SafeAI to a host of the Model Context Protocol, over standard input and output. Asks SAFEAI_URL, else the running server of this installation, else judges by itself.',
    )
    .option('--http', 'serve HTTP at /mcp instead')
    .option('--host <address>', 'with --http: address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'with --http: port to listen on, 0 for any free one (default: 8920)')
    .option(
      '--allowed-host <name>',
      'with --http: a further name that callers may call it by; may be repeated',
      collect,
    )
    .action(async (options: McpOptions) => {
      const { serveMcp } = await import('../actions/mcp.ts');
      context.exitCode = await serveMcp(options, context);
    });
  addStateOptions(mcp);
  addMcpWrap(mcp, context);
}
