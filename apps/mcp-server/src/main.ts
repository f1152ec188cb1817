import { SafeAIError } from '@safeai/core';
import { runMcpServer } from './run-mcp-server.ts';
import { parseFlags } from './settings.ts';
import { stopSignal } from './stop-signal.ts';
import { VERSION } from './version.ts';

const HELP = `Usage: safeai-mcp-server [options]

SafeAI as a server of the Model Context Protocol, over standard input and output.

Options:
  -c, --config <file>    configuration file (default: SAFEAI_CONFIG, or the nearest safeai.yaml)
  --env <name>           lay safeai.<name>.yaml over it (default: SAFEAI_ENV)
  --state-dir <folder>   state folder (default: SAFEAI_STATE_DIR, state.dir, or .safeai beside the configuration)
  --http                 serve HTTP at /mcp instead
  --host <address>       address to listen on (default: 127.0.0.1)
  --port <number>        port to listen on, 0 for any free one (default: 8920)
  --allowed-host <name>  a further name that callers may call it by; may be repeated
  -V, --version          print the version
  -h, --help             print help

Environment: SAFEAI_URL and SAFEAI_API_KEY for a running SafeAI; SAFEAI_APPROVER, a configured user who decides
approvals on this machine; SAFEAI_AGENT, the agent that it speaks for; SAFEAI_MCP_TOKEN, the bearer token of --http.`;

void main();

async function main(): Promise<void> {
  process.exit(await codeOf(process.argv.slice(2)));
}

async function codeOf(argv: readonly string[]): Promise<number> {
  try {
    const { help, version, ...flags } = parseFlags(argv);
    if (help === true || version === true) {
      process.stdout.write(`${help === true ? HELP : VERSION}\n`);
      return 0;
    }
    const { stdin, stdout, stderr, env } = process;
    await runMcpServer(flags, {
      stdin,
      stdout,
      stderr,
      env,
      cwd: process.cwd(),
      stop: stopSignal(),
    });
    return 0;
  } catch (error) {
    const isOurs = SafeAIError.isInstance(error);
    process.stderr.write(`safeai-mcp-server: ${isOurs ? error.message : 'internal error'}\n`);
    if (!isOurs || process.env.SAFEAI_DEBUG === '1') {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : ''}\n`);
    }
    return 2;
  }
}
