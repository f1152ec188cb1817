import {
  FORMAT_VERSION,
  isSystemLine,
  type AuditLine,
  type SystemLine,
} from '../format/record-line.ts';

/** A line of either kind. */
export type Line = AuditLine | SystemLine;

/**
 * A line of a writer as an object, or nothing for what is no such line: a reader leaves it out, and `verify`
 * says what is wrong with it.
 *
 * @param text the line with or without its line feed
 */
export function parseLine(text: string, writer: string): Line | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isLine(parsed) && parsed.writer === writer ? parsed : undefined;
}

function isLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null) return false;
  const line = value as Line;
  const wellFormed =
    (line.v as number) === FORMAT_VERSION &&
    Number.isSafeInteger(line.seq) &&
    typeof line.ts === 'string' &&
    typeof line.event === 'string';
  if (!wellFormed) return false;
  return (
    isSystemLine(line) ||
    (typeof line.tenant_id === 'string' &&
      typeof line.decision_id === 'string' &&
      isTags(line.data_tags))
  );
}

function isTags(value: unknown): boolean {
  return Array.isArray(value) && value.every((tag) => typeof tag === 'string');
}
