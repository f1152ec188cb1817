import { CommanderError } from 'commander';
import { CommandContext } from './context.ts';
import { commanderMessage } from './errors/commander-message.ts';
import { report } from './errors/report.ts';
import { UsageError } from './errors/usage-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { CliHost } from './host.ts';
import { createProgram, type ParserOutput } from './program.ts';

/**
 * Runs one command line, without its `node safeai`, and answers with the exit code. Never throws and
 * never ends the process.
 *
 * @example
 * await run(['scan', 'hello', '--json'], processHost()); // 0
 */
export async function run(argv: readonly string[], host: CliHost): Promise<ExitCode> {
  const context = new CommandContext(host);
  const help: ParserOutput = { out: '', err: '' };
  let code: ExitCode;
  try {
    const words = argv.length === 0 ? ['--help'] : [...argv];
    await createProgram(context, help).parseAsync(words, { from: 'user' });
    code = context.exitCode;
  } catch (error) {
    code =
      error instanceof CommanderError
        ? await endOfParsing(error, help, context)
        : await report(error, context);
  }
  try {
    await context.output.close();
    return code;
  } catch (error) {
    return report(error, context);
  }
}

/** Commander ends with an error for help and version too. */
async function endOfParsing(
  error: CommanderError,
  help: ParserOutput,
  context: CommandContext,
): Promise<ExitCode> {
  if (help.out !== '') {
    await context.output.raw(help.out);
    return EXIT.ok;
  }
  if (help.err !== '') {
    // A command such as `policy` without its second word.
    await context.output.note(help.err.trimEnd());
    return EXIT.usage;
  }
  const hint = 'Run safeai --help for the commands, safeai COMMAND --help for their options.';
  return report(new UsageError(commanderMessage(error.message), { hint }), context);
}
