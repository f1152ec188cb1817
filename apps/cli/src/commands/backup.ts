import type { Command } from 'commander';
import type { BackupOptions } from '../actions/backup.ts';
import type { RestoreOptions } from '../actions/restore.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption } from './shared-options.ts';

/** `safeai backup` and `safeai restore`. */
export function addBackup(program: Command, context: CommandContext): void {
  const backup = program
    .command('backup')
    .summary('copy state, audit log and keys into a folder')
    .description(
      'Copies state, audit log and keys of this machine into a new folder, while servers and commands go on.',
    )
    .argument('<folder>', 'a folder that is not there yet')
    .option('--without-keys', 'leave the keys out; keep them elsewhere')
    .action(async (folder: string, options: BackupOptions) => {
      const { backUp } = await import('../actions/backup.ts');
      context.exitCode = await backUp(folder, options, context);
    });
  const restore = program
    .command('restore')
    .summary('put a backup in place')
    .description(
      'Checks a backup and puts it in place of an empty state folder. No server may run on it.',
    )
    .argument('<folder>', 'the folder of the backup')
    .option('--force', 'move away what is in the state folder; take a log with problems')
    .action(async (folder: string, options: RestoreOptions) => {
      const { restore: run } = await import('../actions/restore.ts');
      context.exitCode = await run(folder, options, context);
    });
  addJsonOption(addStateOptions(addYesOption(backup)));
  addJsonOption(addStateOptions(addYesOption(restore)));
}
