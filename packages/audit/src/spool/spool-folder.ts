import { join } from 'node:path';

/** The folder of the spool, given the folder of the log. */
export function spoolFolder(auditFolder: string): string {
  return join(auditFolder, 'spool');
}

/** Ends the name of a file that waits. */
export const WAITING = '.ndjson';

/** A file that a writer has claimed: `<id>.<writer>.claimed`. */
export const CLAIMED = /^(.+)\.(w[1-9]\d{0,5})\.claimed$/;

/** Where files go that hold anything but records. */
export const REJECTED = 'rejected';

/** What is appended together goes to another file from here on, in UTF-16 units. */
export const FULL_SPOOL_FILE = 262_144;

/** Longest spool file that is drained, in bytes: one line more than {@link FULL_SPOOL_FILE}, if all of it is CJK. */
export const MAX_SPOOL_BYTES = 1_048_576;

/** A file that is being written, or that a crash left; it begins with the time in milliseconds. */
export const UNFINISHED = /^(\d{15})-.+\.tmp$/;
