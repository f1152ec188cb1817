import { SafeAIError, type ErrorDetail } from '@safeai/core';
import { formatPath, type PathStep } from './yaml/node.ts';
import { positionOf, type Place } from './yaml/source.ts';

/** Something wrong in a configuration. */
export interface Problem {
  /** What is wrong and what to do; never a value of the file or of the environment. */
  readonly message: string;
  readonly path: readonly PathStep[];
  readonly place: Place;
}

/** A configuration that cannot be used. Code `invalid_config`; `details` lists every problem found. */
export class ConfigError extends SafeAIError {
  override readonly name = 'ConfigError';

  constructor(message: string, details: readonly ErrorDetail[], cause?: unknown) {
    super('invalid_config', message, { details, ...(cause === undefined ? {} : { cause }) });
  }
}

/** Most problems that one error lists. */
const MAX_TOLD = 100;

/** Most faults of one document that are looked at: nobody reads so many, and a text can be made of hundreds of thousands. */
export const MAX_COUNTED = 10_000;

/** One error for all problems, a line each, in the order of the files. */
export function configError(problems: readonly Problem[]): ConfigError {
  return errorOfDetails(detailsOf(problems));
}

/** The same for problems whose places are known. */
export function errorOfDetails(details: readonly ErrorDetail[]): ConfigError {
  const lines = details.slice(0, MAX_TOLD).map(formatDetail);
  if (details.length > MAX_TOLD) {
    const least = details.length < MAX_COUNTED ? '' : 'at least ';
    lines.push(`and ${least}${details.length - MAX_TOLD} more problems`);
  }
  return new ConfigError(lines.join('\n'), details.slice(0, MAX_TOLD));
}

/** An error about a file as a whole: it is missing, unreadable, too large. */
export function fileError(file: string, message: string, cause?: unknown): ConfigError {
  const detail: ErrorDetail = { message, file, line: 1, column: 1 };
  return new ConfigError(formatDetail(detail), [detail], cause);
}

/** Problems with their line and column, in the order of the files, repeats dropped. */
export function detailsOf(problems: readonly Problem[]): ErrorDetail[] {
  const sources = [...new Set(problems.map((problem) => problem.place.source))];
  const ordered = problems.toSorted(
    (left, right) =>
      sources.indexOf(left.place.source) - sources.indexOf(right.place.source) ||
      left.place.offset - right.place.offset,
  );
  const details = ordered.map((problem) => ({
    message: problem.message,
    ...(problem.path.length === 0 ? {} : { path: formatPath(problem.path) }),
    ...positionOf(problem.place),
  }));
  const seen = new Set<string>();
  return details.filter((detail) => {
    const line = formatDetail(detail);
    return !seen.has(line) && seen.add(line);
  });
}

/** `safeai.yaml:3:5: audit.max_size_mb: must be a whole number`. */
export function formatDetail(detail: ErrorDetail): string {
  const where = [detail.file, detail.line, detail.column].filter((part) => part !== undefined);
  return [...(where.length > 0 ? [where.join(':')] : []), detail.path, detail.message]
    .filter((part) => part !== undefined)
    .join(': ');
}
