import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const FROM_SOURCE = fileURLToPath(new URL('./from-source.mjs', import.meta.url));

/** Another process on the same files. */
export interface Child {
  readonly process: ChildProcess;
  /** The next line that it writes, as JSON. @throws when it ends first */
  next(): Promise<unknown>;
  /** Gives it a line. */
  say(word: string): void;
  readonly ended: Promise<unknown>;
}

/** @param limitKiB the largest file that it may write, if there is a limit */
export function startChild(role: string, folder: string, limitKiB?: number): Child {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const argv = ['-C', '@safeai/source', '--import', FROM_SOURCE, CHILD, role, folder];
  const limited = [`ulimit -f ${String(limitKiB)}; exec "$@"`, 'sh', process.execPath, ...argv];
  const child =
    limitKiB === undefined
      ? spawn(process.execPath, argv, { env, stdio: ['pipe', 'pipe', 'inherit'] })
      : spawn('bash', ['-c', ...limited], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    process: child,
    next: async () => {
      const line: IteratorResult<string, unknown> = await lines.next();
      if (line.done === true) throw new Error(`The child ${role} ended early.`);
      return JSON.parse(line.value) as unknown;
    },
    say: (word) => child.stdin.write(`${word}\n`),
    ended: once(child, 'close'),
  };
}
