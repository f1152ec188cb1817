import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const FROM_SOURCE = fileURLToPath(new URL('./from-source.mjs', import.meta.url));

/** A `safeai` in a process of its own. */
export interface Child {
  readonly process: ChildProcess;
  /** What it has written to stderr so far. */
  readonly said: () => string;
  /** Waits until stderr matches, and gives the match. @throws when the process ends first */
  readonly until: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Waits for the end; its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** How `safeai` is started from source: the words of a command line. */
export const SAFEAI: readonly string[] = [
  process.execPath,
  ...['-C', '@safeai/source', '--import', FROM_SOURCE, MAIN],
];

/** Variables of whoever runs the tests that would change what is tested. */
const CLEARED = {
  ...{ SAFEAI_CONFIG: '', SAFEAI_ENV: '', SAFEAI_URL: '', SAFEAI_API_KEY: '', FORCE_COLOR: '' },
  ...{ SAFEAI_STATE_DIR: '', STATE_DIRECTORY: '', XDG_STATE_HOME: '' },
};

/** Variables that a child process gets beside the usual ones. */
export type ChildEnvironment = Readonly<Record<string, string>>;

/** Starts `safeai` from source. */
export function startChild(
  argv: readonly string[],
  cwd: string,
  environment: ChildEnvironment = {},
): Child {
  const [node = '', ...words] = SAFEAI;
  return startProcess(node, [...words, ...argv], cwd, environment);
}

/** Starts a command that runs `safeai`. Its home is its working folder: state of no configuration lies there. */
export function startProcess(
  command: string,
  argv: readonly string[],
  cwd: string,
  environment: ChildEnvironment = {},
): Child {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(command, argv, {
    cwd,
    env: { ...inherited, ...CLEARED, HOME: cwd, ...environment },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdout.resume();
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(said);
      if (match !== null) return match;
      const more = once(child.stderr, 'data').then(() => undefined);
      const end = await Promise.race([more, ended]);
      if (end !== undefined) throw new Error(`safeai ended with ${String(end)}:\n${said}`);
    }
  };
  return { process: child, said: () => said, until, ended };
}
