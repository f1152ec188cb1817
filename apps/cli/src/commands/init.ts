import type { Command } from 'commander';
import type { InitOptions } from '../actions/init.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addYesOption } from './shared-options.ts';

/** `safeai init`. */
export function addInit(program: Command, context: CommandContext): void {
  const command = program
    .command('init')
    .summary('write safeai.yaml into this folder')
    .description(
      'Writes safeai.yaml into the current folder. Without it, SafeAI runs on the same defaults.',
    )
    .option('--template <name>', 'add the rules of a policy template')
    .option('--force', 'replace a safeai.yaml that is there')
    .action(async (options: InitOptions) => {
      const { init } = await import('../actions/init.ts');
      context.exitCode = await init(options, context);
    });
  addJsonOption(addYesOption(command));
}
