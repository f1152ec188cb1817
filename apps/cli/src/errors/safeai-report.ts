import { SafeAIError } from '@safeai/core';
import { EXIT } from '../exit-code.ts';
import { detailLine } from './detail-line.ts';
import type { Report } from './report.ts';

/** Codes that stand for a failure of SafeAI's own, not for something the caller can put right. */
const DEFECTS = new Set(['internal_error', 'audit_unavailable', 'state_unavailable']);

/** What to tell of an error that SafeAI threw on purpose; undefined for any other. */
export function reportOfSafeAI(error: unknown): Report | undefined {
  if (!SafeAIError.isInstance(error)) return undefined;
  const { code: name, message, details } = error;
  if (name === 'invalid_config') return { located: details.map(detailLine), code: EXIT.usage };
  const code = DEFECTS.has(name) ? EXIT.defect : EXIT.usage;
  return { lines: details.length > 0 ? details.map(detailLine) : [message], code };
}
