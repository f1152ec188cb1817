import { type Command, Option } from 'commander';
import type { ServeOptions } from '../actions/serve.ts';
import type { CommandContext } from '../context.ts';
import { addStateOptions } from './shared-options.ts';

/** `safeai serve`. */
export function addServe(program: Command, context: CommandContext): void {
  const command = program
    .command('serve')
    .summary('start the proxy')
    .description(
      'Starts the proxy. A flag goes before its environment variable, which goes before the configuration file.',
    )
    .addOption(
      new Option('--mode <mode>', 'sidecar or gateway (SAFEAI_MODE, server.mode)').choices([
        'sidecar',
        'gateway',
      ]),
    )
    .option('--host <address>', 'address to listen on (SAFEAI_HOST, server.host)')
    .option('--port <number>', 'port to listen on, 0 for any free one (SAFEAI_PORT, server.port)')
    .option(
      '--upstream-base-url <url>',
      'model provider of gateway mode (SAFEAI_UPSTREAM_BASE_URL, proxy.target)',
    )
    .option('--watch', 'reload when a configuration file changes')
    .action(async (options: ServeOptions) => {
      const { serve } = await import('../actions/serve.ts');
      context.exitCode = await serve(options, context);
    });
  addStateOptions(command);
}
