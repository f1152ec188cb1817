import type { Command } from 'commander';
import type { ValidateOptions } from '../actions/validate.ts';
import type { CommandContext } from '../context.ts';
import { addConfigOptions, addJsonOption } from './shared-options.ts';

/** `safeai validate`. */
export function addValidate(program: Command, context: CommandContext): void {
  const command = program
    .command('validate')
    .summary('check the configuration')
    .description(
      'Checks the configuration with its overlay, variables, policy files and rules, and tells all problems at once.',
    )
    .action(async (options: ValidateOptions) => {
      const { validate } = await import('../actions/validate.ts');
      context.exitCode = await validate(options, context);
    });
  addConfigOptions(command);
  addJsonOption(command);
}
