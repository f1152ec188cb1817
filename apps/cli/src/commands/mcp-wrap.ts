import { type Command, Option } from 'commander';
import type { McpLockOptions } from '../actions/mcp-lock.ts';
import type { McpWrapOptions } from '../actions/mcp-wrap.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption, collect } from './shared-options.ts';

/** `safeai mcp wrap` and `safeai mcp lock`. */
export function addMcpWrap(mcp: Command, context: CommandContext): void {
  // What stands after the command is the server's. Options that `safeai mcp` has too arrive as its own.
  mcp.enablePositionalOptions();
  const wrap = mcp
    .command('wrap')
    .summary('put a firewall before an MCP server')
    .description(
      'Stands between a host and an MCP server: every call is judged, every tool definition pinned in safeai.mcp.lock. Give the command that starts the server after --, or its --url.',
    );
  addServer(wrap)
    .option('--frozen', 'offer only what is in the lock already, and write nothing')
    .option('--agent <id>', 'agent that calls (default: SAFEAI_AGENT)')
    .option('--tenant <id>', 'tenant whose rules hold')
    .option('--session <id>', 'conversation that the calls belong to (default: a random one)')
    .option('--approver <user>', 'let the person at the host approve calls as this user')
    .option('--wait <duration>', 'let a call wait so long for its approval, such as 30s')
    .addOption(
      new Option(
        '--binary <treatment>',
        'images, audio and other content that nobody can look into',
      )
        .choices(['pass', 'refuse'])
        .default('pass'),
    )
    .addOption(
      new Option('--sampling <treatment>', "the server's questions to the host's model")
        .choices(['judge', 'refuse'])
        .default('refuse'),
    )
    .addOption(
      new Option('--elicitation <treatment>', "the server's questions to the person at the host")
        .choices(['judge', 'refuse'])
        .default('judge'),
    )
    .option('--timeout <duration>', 'end a call that takes longer without a word (default: 5m)')
    .option('--http', 'serve hosts over HTTP at /mcp instead of standard input and output')
    .option('--host <address>', 'with --http: address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'with --http: port to listen on, 0 for any free one (default: 8920)')
    .option('--allowed-host <name>', 'with --http: a further name of it; may be repeated', collect)
    .action(async (server: readonly string[], _options: object, command: Command) => {
      const { mcpWrap } = await import('../actions/mcp-wrap.ts');
      const options = command.optsWithGlobals<McpWrapOptions>();
      context.exitCode = await mcpWrap(server, options, context);
    });
  addStateOptions(wrap);
  const lock = mcp
    .command('lock')
    .summary('review what a wrapped MCP server offers')
    .description(
      'Starts an MCP server and compares its tools with safeai.mcp.lock; exits with 3 where something is hidden. With --accept, what it offers now is accepted.',
    );
  addServer(lock)
    .option('--accept', 'accept all, or what --tool names')
    .option('--tool <name>', 'with --accept: this tool alone; may be repeated', collect)
    .option('--by <name>', 'with --accept: who accepts (default: SAFEAI_APPROVER, or the user)')
    .action(async (server: readonly string[], _options: object, command: Command) => {
      const { mcpLock } = await import('../actions/mcp-lock.ts');
      const options = command.optsWithGlobals<McpLockOptions>();
      context.exitCode = await mcpLock(server, options, context);
    });
  addJsonOption(addYesOption(addStateOptions(lock)));
}

/** What says which server it is, and where its lock lies. */
function addServer(command: Command): Command {
  return command
    .passThroughOptions()
    .argument('[command...]', 'the command that starts the server')
    .option('--url <url>', 'a server that runs already')
    .option('--sse', 'with --url: speak HTTP with SSE, as servers before 2025-03-26 do')
    .option(
      '--header <name: value>',
      'with --url: send a header; ${VAR} in it is replaced; may be repeated',
      collect,
    )
    .option('--name <name>', 'name of the server in policy, lock and records')
    .option('--lock <file>', 'the lock (default: safeai.mcp.lock beside the configuration)');
}
