import type { Command } from 'commander';
import type { ConfigShowOptions } from '../actions/config-show.ts';
import type { CommandContext } from '../context.ts';
import { addConfigOptions, addJsonOption } from './shared-options.ts';

/** `safeai config schema` and `safeai config show`. */
export function addConfig(program: Command, context: CommandContext): void {
  const config = program.command('config').description('show the configuration and its schema');

  config
    .command('schema')
    .description('print the JSON Schema of safeai.yaml, for editors')
    .action(async () => {
      const { configSchema } = await import('../actions/config-schema.ts');
      context.exitCode = await configSchema(context);
    });

  const show = config
    .command('show')
    .description('print the configuration in force, defaults included, secrets masked')
    .action(async (options: ConfigShowOptions) => {
      const { configShow } = await import('../actions/config-show.ts');
      context.exitCode = await configShow(options, context);
    });
  addConfigOptions(show);
  addJsonOption(show);
}
