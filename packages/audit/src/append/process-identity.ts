import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Which process something belongs to, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Differs at each start of the machine; null where that is not known. */
  readonly boot_id: string | null;
  /** Within which numbers of processes mean something. */
  readonly pid_namespace: string | null;
  /** When it started, in the kernel's own unit. */
  readonly started: string | null;
  readonly host: string;
}

/** Of this process. */
export async function thisProcess(): Promise<ProcessIdentity> {
  const [boot_id, pid_namespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
      (text) => text.trim(),
      () => null,
    ),
    readlink('/proc/self/ns/pid').catch(() => null),
  ]);
  const state = await processState(process.pid);
  const started = typeof state === 'object' ? state.started : null;
  return { pid: process.pid, boot_id, pid_namespace, started, host: hostname() };
}

/** Whether two are the same process. */
export function isSame(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.started === other.started && isNear(one, other);
}

/** Whether the numbers of two processes can be compared. */
function isNear(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return (
    one.host === other.host &&
    one.boot_id === other.boot_id &&
    one.pid_namespace === other.pid_namespace
  );
}

/**
 * Whether a process runs, as far as this one can see: `unknown` for one on another machine, from before the last
 * start of this one, or in another container.
 */
export async function isRunning(
  owner: ProcessIdentity,
  self: ProcessIdentity,
): Promise<boolean | 'unknown'> {
  if (!isNear(owner, self)) return 'unknown';
  const state = await processState(owner.pid);
  return typeof state === 'object' ? state.started === owner.started : state;
}

/** Start time of a process that runs; where the kernel does not tell, whether it exists. */
async function processState(pid: number): Promise<{ started: string } | boolean> {
  if (process.platform !== 'linux') return exists(pid);
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything; fields 3 (state) and 22 (start time) follow it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const started = fields[19];
    return state === 'Z' || state === 'X' || started === undefined ? false : { started };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ESRCH' ? false : exists(pid);
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
