import type { ErrorDetail, SafeAIError } from '@safeai/core';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { filePosition } from '../output/position.ts';
import { systemCode, systemReason } from './system-error.ts';
import { UsageError } from './usage-error.ts';

/** Codes that stand for a failure of SafeAI's own, not for something the caller can put right. */
const DEFECTS = new Set(['internal_error', 'audit_unavailable', 'state_unavailable']);

interface Report {
  /** Told after `safeai:`. */
  readonly lines?: readonly string[];
  /** Told as they are: they begin with a file and a line, for editors to follow. */
  readonly located?: readonly string[];
  readonly code: ExitCode;
}

/** Tells an error on stderr, without its stack unless `SAFEAI_DEBUG=1`, and gives the exit code. */
export async function report(error: unknown, context: CommandContext): Promise<ExitCode> {
  const { output, host } = context;
  const { lines = [], located = [], code } = await reportOf(error);
  const label = output.noteColours.red('safeai:');
  for (const line of located) await output.note(line);
  for (const line of lines) await output.note(`${label} ${line}`);
  if (host.env['SAFEAI_DEBUG'] === '1') await output.note(stackOf(error));
  return code;
}

/** `safeai.yaml:3:5: audit.max_size_mb: must be a whole number`. */
export function detailLine(detail: ErrorDetail): string {
  return [filePosition(detail), detail.path, detail.message].filter(Boolean).join(': ');
}

async function reportOf(error: unknown): Promise<Report> {
  if (error instanceof UsageError) {
    const hint = error.hint === undefined ? [] : [error.hint];
    return { lines: [error.message, ...hint], code: error.exitCode };
  }
  if (systemCode(error) !== undefined) return { lines: [systemReason(error)], code: EXIT.usage };
  // Not at the top: a wrong command line is told without loading the core.
  const { SafeAIError } = await import('@safeai/core');
  if (SafeAIError.isInstance(error)) return reportOfSafeAI(error);
  const what = error instanceof Error ? error.message : String(error);
  const hint = 'Run it again with SAFEAI_DEBUG=1 for the details.';
  return { lines: [`internal error: ${what}`, hint], code: EXIT.defect };
}

function reportOfSafeAI(error: SafeAIError): Report {
  const { code: name, message, details } = error;
  if (name === 'invalid_config') return { located: details.map(detailLine), code: EXIT.usage };
  const code = DEFECTS.has(name) ? EXIT.defect : EXIT.usage;
  return { lines: details.length > 0 ? details.map(detailLine) : [message], code };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
