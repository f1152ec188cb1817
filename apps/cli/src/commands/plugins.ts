import type { Command } from 'commander';
import type { ListPluginsOptions } from '../actions/plugins.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions } from './shared-options.ts';

/** `safeai plugins list`. */
export function addPlugins(program: Command, context: CommandContext): void {
  const plugins = program.command('plugins').description('show what plugins add');
  const list = plugins
    .command('list')
    .description('list the plugins of the configuration, refused ones with what is wrong')
    .action(async (options: ListPluginsOptions) => {
      const { listPlugins } = await import('../actions/plugins.ts');
      context.exitCode = await listPlugins(options, context);
    });
  addJsonOption(addStateOptions(list));
}
