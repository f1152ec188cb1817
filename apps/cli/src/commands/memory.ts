import type { Command } from 'commander';
import type { PurgeOptions, ShredOptions } from '../actions/memory.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption } from './shared-options.ts';

/** `safeai memory purge|shred`. */
export function addMemory(program: Command, context: CommandContext): void {
  const memory = program.command('memory').description('remove what agents remember');
  const purge = memory
    .command('purge')
    .description('remove values that have expired, now')
    .option('--tenant <id>', 'only those of a tenant')
    .action(async (options: PurgeOptions) => {
      const { purgeMemory } = await import('../actions/memory.ts');
      context.exitCode = await purgeMemory(options, context);
    });
  const shred = memory
    .command('shred')
    .description("destroy a tenant's memory and the key that it is encrypted with")
    .requiredOption('--tenant <id>', 'the tenant')
    .action(async (options: ShredOptions) => {
      const { shredMemory } = await import('../actions/memory.ts');
      context.exitCode = await shredMemory(options, context);
    });
  for (const command of [purge, shred]) addJsonOption(addStateOptions(addYesOption(command)));
}
