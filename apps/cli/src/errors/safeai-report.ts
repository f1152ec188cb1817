import { SafeAIError } from '@safeai/core';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { detailLine } from './detail-line.ts';
import type { Report } from './report.ts';

/** Codes that stand for something other than a wrong request. */
const EXIT_CODES: Readonly<Record<string, ExitCode>> = {
  internal_error: EXIT.defect,
  audit_unavailable: EXIT.unreachable,
  state_unavailable: EXIT.unreachable,
};

/** What to tell of an error that SafeAI threw on purpose; undefined for any other. */
export function reportOfSafeAI(error: unknown): Report | undefined {
  if (!SafeAIError.isInstance(error)) return undefined;
  const { code: name, message, details } = error;
  if (name === 'invalid_config' && details.length > 0) {
    return { located: details.map(detailLine), code: EXIT.usage };
  }
  const code = EXIT_CODES[name] ?? EXIT.usage;
  return { lines: details.length > 0 ? details.map(detailLine) : [message], code };
}
