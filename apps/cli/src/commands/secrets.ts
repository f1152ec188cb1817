import type { Command } from 'commander';
import type { SecretsCheckOptions } from '../actions/secrets-check.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions } from './shared-options.ts';

/** `safeai secrets check`. */
export function addSecrets(program: Command, context: CommandContext): void {
  const secrets = program
    .command('secrets')
    .description('show how the secrets of the configuration stand');
  const check = secrets
    .command('check')
    .summary('read all secrets and say how they stand')
    .description(
      'Reads every secret:// reference of the configuration and prints names, states, ages and versions; never a value. A running server is asked to read them again. Exit code 2 where one cannot be had, 4 where its backend cannot be reached.',
    )
    .action(async (options: SecretsCheckOptions) => {
      const { secretsCheck } = await import('../actions/secrets-check.ts');
      context.exitCode = await secretsCheck(options, context);
    });
  addStateOptions(check);
  addJsonOption(check);
}
