import { Argument, type Command } from 'commander';
import type { OutcomeOptions } from '../actions/outcome.ts';
import type { CommandContext } from '../context.ts';
import { addJsonOption, addStateOptions, addYesOption } from './shared-options.ts';

/** `safeai actions outcome`. */
export function addActions(program: Command, context: CommandContext): void {
  const actions = program.command('actions').description('report how allowed actions ended');
  const outcome = actions
    .command('outcome')
    .description('put on record how an action ended; settles an unknown one')
    .argument('<decision_id>', 'the decision that let the action through')
    .addArgument(
      new Argument('<outcome>', 'how it ended').choices(['succeeded', 'failed', 'unknown']),
    )
    .option('--note <text>', 'a note for the record')
    .action(async (decisionId: string, how: string, options: OutcomeOptions) => {
      const { reportOutcome } = await import('../actions/outcome.ts');
      context.exitCode = await reportOutcome(decisionId, how, options, context);
    });
  addJsonOption(addStateOptions(addYesOption(outcome)));
}
