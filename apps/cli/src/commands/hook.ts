import { type Command, Option } from 'commander';
import { PROFILES } from '@safeai/adapters-coding-agents';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { addStateOptions } from './shared-options.ts';

/** `safeai hook`, for its help: what it does starts in `main.ts`, ahead of all of this. */
export function addHook(program: Command, context: CommandContext): void {
  const command = program
    .command('hook')
    .summary('answer a hook of a coding agent')
    .description(
      'Answers a hook of a coding agent, which it reads from standard input. Says nothing where the call may go on; exits with 2 where it may not, and where nobody could judge. Asks the running server, else judges by itself.',
    )
    .addOption(
      new Option('--profile <name>', 'the coding agent').choices(PROFILES).makeOptionMandatory(),
    )
    .option('--agent <id>', 'agent that SafeAI knows it as (default: the profile)')
    .option('--tenant <id>', 'tenant whose rules hold')
    .option('--timeout <seconds>', 'deny after so long', '8')
    .action(() => {
      context.exitCode = EXIT.usage;
    });
  addStateOptions(command);
}
