import type { Failure } from '../requests.ts';

/** A failure that says for itself what is wrong and what to do. */
export class StateFailure extends Error implements Failure {
  override readonly name = 'StateFailure';
}

/** What SQLite throws. */
interface SqliteError {
  readonly code?: string;
  /** Extended result code. */
  readonly rawCode?: number;
  readonly message: string;
}

const BUSY = 5;

const READ_ONLY =
  'The state files cannot be written: the folder or a file in it is read-only. Give this user the right to write to the state folder (`state.dir`).';

/** By primary result code (https://www.sqlite.org/rescode.html). */
const MESSAGES: Readonly<Record<number, string>> = {
  [BUSY]: 'The state files are locked by another process. Try again.',
  8: READ_ONLY,
  10: 'The disk of the state folder (`state.dir`) failed while a state file was read or written. Look at the disk and the system log.',
  11: 'A state file is damaged. Stop SafeAI and put it back from a backup.',
  13: 'The disk of the state folder (`state.dir`) is full. Make room; nothing was written.',
  14: 'A state file cannot be opened. Give this user the right to read and write the state folder (`state.dir`).',
  23: 'A state file may not be read or written. Give this user the right to do so.',
  26: 'A state file is no SQLite file. Put it back from a backup, or move it away to begin with an empty one.',
};

/** Of the file system (https://nodejs.org/api/errors.html#common-system-errors), as SQLite's. */
const FILE_ERRORS: Readonly<Record<string, number>> = {
  EACCES: 8,
  EPERM: 8,
  EROFS: 8,
  EIO: 10,
  ENOSPC: 13,
  EDQUOT: 13,
};

/** Whether somebody else holds the lock, so that trying again may help. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === BUSY;
}

/** What to tell of an error. Never its own text, which might quote a value. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StateFailure) return { message: error.message };
  const code = primaryCode(error);
  const known = code === undefined ? undefined : MESSAGES[code];
  if (known !== undefined) return { message: known };
  const name = (error as Partial<SqliteError> | null)?.code ?? (error as Error | null)?.name;
  return {
    message: `The state files failed (${name ?? 'unknown error'}). Look at the state folder.`,
  };
}

function primaryCode(error: unknown): number | undefined {
  const { rawCode, code, message } = (error ?? {}) as Partial<SqliteError>;
  if (rawCode !== undefined) return rawCode & 0xff;
  const ofFile = FILE_ERRORS[code ?? ''];
  if (ofFile !== undefined) return ofFile;
  // The driver's error for a file that it cannot open has the code in its text alone.
  const inText = /^ConnectionFailed\(.*: (\d+)"?\)$/s.exec(message ?? '')?.[1];
  return inText === undefined ? undefined : Number(inText) & 0xff;
}
