import { InvalidRequestError } from '@safeai/core/stores';

/** For each writer the sequence number below which its lines are still to come. */
export type Position = ReadonlyMap<string, number>;

/** Longest cursor that is read. */
const MAX_CURSOR = 65_536;
const WRITER = /^w[1-9]\d{0,5}$/;

/** A position as text that callers hand back. */
export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(Object.fromEntries(position))).toString('base64url');
}

/** @throws SafeAIError `invalid_request` for a text that is no cursor */
export function decodeCursor(cursor: string): Position {
  const entries = cursor.length <= MAX_CURSOR ? parse(cursor) : undefined;
  const wellFormed = entries?.every(([writer, seq]) => WRITER.test(writer) && isPosition(seq));
  if (entries === undefined || entries.length === 0 || wellFormed !== true) {
    throw new InvalidRequestError(
      'The cursor is none of this log: send the one of the page before, unchanged, or leave it out to begin anew.',
    );
  }
  return new Map(entries as [string, number][]);
}

function parse(cursor: string): [string, unknown][] | undefined {
  if (!/^[\w-]+$/.test(cursor)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}

function isPosition(seq: unknown): boolean {
  return Number.isSafeInteger(seq) && (seq as number) > 0;
}
