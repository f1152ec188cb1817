import { type Command, Option } from 'commander';
import type { InstallServiceOptions } from '../actions/install-service.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { addStateOptions, addYesOption } from './shared-options.ts';

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
    .option('--install-service', 'write a systemd unit or launchd job that serves this, and end')
    .option('--user <name>', 'with --install-service, as root: whom it runs as (default: safeai)')
    .option('--dry-run', 'with --install-service: print it; exits with 3 when it is not up to date')
    .option('--force', 'with --install-service: replace a file that differs')
    .action(async ({ installService: isInstalled, ...options }: Options) => {
      if (isInstalled === true) {
        const { installService } = await import('../actions/install-service.ts');
        context.exitCode = await installService(options, context);
        return;
      }
      refuseWithout('--install-service', {
        '--user': options.user,
        '--dry-run': options.dryRun,
        '--force': options.force,
        '--yes': options.yes,
      });
      const { serve } = await import('../actions/serve.ts');
      context.exitCode = await serve(options, context);
    });
  addStateOptions(command);
  addYesOption(command);
}

interface Options extends InstallServiceOptions {
  readonly installService?: true;
}

/** @throws UsageError for a flag that says nothing without another one */
function refuseWithout(needed: string, flags: Readonly<Record<string, unknown>>): void {
  for (const [flag, value] of Object.entries(flags)) {
    if (value !== undefined) throw new UsageError(`${flag} goes with ${needed}`);
  }
}
