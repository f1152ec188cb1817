import { type ChildProcess, spawn } from 'node:child_process';

/** Signals a process and all that it started and that stayed in its group. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (HAS_GROUPS) process.kill(-pid, signal);
    else child.kill(signal);
  } catch {
    // There is none left.
  }
}

/**
 * Ends a process group when this process ends, however it does: a shell waits on a pipe that the system closes with
 * us, also after SIGKILL, and then signals the group.
 *
 * @returns lets the shell go, to be called once the group has ended
 */
export function guardGroup(pid: number): () => void {
  if (!HAS_GROUPS) return () => undefined;
  const guard = spawn('/bin/sh', ['-c', END_GROUP, 'sh', String(pid)], {
    // A group of its own: what a terminal sends to ours must not end it before us.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return () => {
    guard.stdin.end('\n');
  };
}

/** Whether a signal reaches a whole group, as on POSIX systems. */
export const HAS_GROUPS = process.platform !== 'win32';

const END_GROUP = `read line && exit 0
kill -s TERM -- "-$1"
sleep 2
kill -s KILL -- "-$1"`;
