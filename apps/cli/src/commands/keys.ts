import { Argument, type Command } from 'commander';
import type { RotateOptions } from '../actions/keys-rotate.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption } from './shared-options.ts';

/** As the state folder has them: the list of the runtime, which help must not load. */
const NAMES = ['audit', 'checkpoints', 'approvals', 'memory', 'digests'] as const;

/** `safeai keys rotate`. */
export function addKeys(program: Command, context: CommandContext): void {
  const keys = program.command('keys').description('renew the keys in the state folder');
  const rotate = keys
    .command('rotate')
    .description('make a new key; former ones go on reading what they made')
    .addArgument(new Argument('<name>', 'which key').choices(NAMES))
    .action(async (name: (typeof NAMES)[number], options: RotateOptions) => {
      const { rotateKeyVersion } = await import('../actions/keys-rotate.ts');
      context.exitCode = await rotateKeyVersion(name, options, context);
    });
  addJsonOption(addStateOptions(addYesOption(rotate)));
}
