import type { Command } from 'commander';
import type { LockdownOptions } from '../actions/lockdown.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption } from './shared-options.ts';

/** `safeai lockdown`, `safeai lockdown list|lift`. */
export function addLockdown(program: Command, context: CommandContext): void {
  const lockdown = program
    .command('lockdown')
    .summary('stop a tenant, an agent, a tool, or everything')
    .description('stop a tenant, an agent, a tool or, where none is named, everything')
    .option('--tenant <id>', 'only this tenant')
    .option('--agent <id>', 'only this agent')
    .option('--tool <glob>', 'only this tool, or a glob over tools')
    .option('--reason <text>', 'why; those who are stopped are told')
    .action(async (options: LockdownOptions) => {
      const { setLockdown } = await import('../actions/lockdown.ts');
      context.exitCode = await setLockdown(options, context);
    });
  const list = lockdown
    .command('list')
    .description('list what is stopped')
    .action(async (_: unknown, command: Command) => {
      const { listLockdowns } = await import('../actions/lockdown.ts');
      context.exitCode = await listLockdowns(command.optsWithGlobals<LockdownOptions>(), context);
    });
  const lift = lockdown
    .command('lift')
    .description('end a lockdown')
    .argument('<id>', 'the id of the lockdown: ld-…')
    .action(async (id: string, _: unknown, command: Command) => {
      const { liftLockdown } = await import('../actions/lockdown.ts');
      context.exitCode = await liftLockdown(
        id,
        command.optsWithGlobals<LockdownOptions>(),
        context,
      );
    });
  for (const command of [lockdown, list, lift]) addJsonOption(addStateOptions(command));
  for (const command of [lockdown, lift]) addYesOption(command);
}
