import type { Command } from 'commander';
import type { GuardOptions } from '../actions/guard.ts';
import type { CommandContext } from '../context.ts';
import {
  addStateOptions,
  addJsonOption,
  addJudgeOptions,
  addRequestOptions,
} from './shared-options.ts';

/** `safeai guard`. */
export function addGuard(program: Command, context: CommandContext): void {
  const command = program
    .command('guard')
    .summary("make a model's answer safe to show")
    .description(
      "Makes a model's answer safe to show, without a server: the safe text goes to standard output, the decision to standard error.",
    )
    .argument('[text]', 'the text; - reads standard input')
    .option('-f, --file <file>', 'guard a file')
    .action(async (text: string | undefined, options: GuardOptions) => {
      const { guard } = await import('../actions/guard.ts');
      context.exitCode = await guard(text, options, context);
    });
  addJudgeOptions(command);
  addRequestOptions(command);
  addStateOptions(command);
  addJsonOption(command);
}
