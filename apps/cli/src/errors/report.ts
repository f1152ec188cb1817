import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { systemCode, systemReason } from './system-error.ts';
import { UsageError } from './usage-error.ts';

/** What is told of an error. */
export interface Report {
  /** Told after `safeai:`. */
  readonly lines?: readonly string[];
  /** Told as they are: they begin with a file and a line, for editors to follow. */
  readonly located?: readonly string[];
  /** What to do next. */
  readonly hint?: string | undefined;
  readonly code: ExitCode;
}

/** Tells an error on stderr, without its stack unless `SAFEAI_DEBUG=1`, and gives the exit code. */
export async function report(error: unknown, context: CommandContext): Promise<ExitCode> {
  const { output, host } = context;
  const { lines = [], located = [], hint, code } = await reportOf(error);
  const label = output.noteColours.red('safeai:');
  for (const line of located) await output.note(line);
  for (const line of lines) await output.note(`${label} ${line}`);
  if (hint !== undefined) await output.note(hint);
  if (host.env.SAFEAI_DEBUG === '1') await output.note(stackOf(error));
  return code;
}

async function reportOf(error: unknown): Promise<Report> {
  if (error instanceof UsageError) {
    return { lines: [error.message], hint: error.hint, code: error.exitCode };
  }
  if (systemCode(error) !== undefined) return { lines: [systemReason(error)], code: EXIT.usage };
  // Not at the top: a wrong command line is told without loading the core, and a broken core too.
  const core = await import('./safeai-report.ts').catch(() => undefined);
  const known = core?.reportOfSafeAI(error);
  if (known !== undefined) return known;
  const what = error instanceof Error ? error.message : String(error);
  const hint = 'Run it again with SAFEAI_DEBUG=1 for the details.';
  return { lines: [`internal error: ${what}`], hint, code: EXIT.defect };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
