import { homedir } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { standardInput } from './input/standard-input.ts';

/** An output that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean };

/** An input that may be a terminal. */
export type InputStream = Readable & { readonly isTTY?: boolean };

/** The machine that a service is installed on, and whom it is installed by. */
export interface Machine {
  /** As `process.platform` names it. */
  readonly platform: string;
  /** Absent where users have no numbers. */
  readonly uid?: number;
  readonly home: string;
  /** The `node` that runs this. */
  readonly node: string;
  /** The `safeai` script. */
  readonly script: string;
  /** Stands before the paths of the system's own folders; empty but for tests. */
  readonly root: string;
}

/** Everything that a command touches of the process it runs in. */
export interface CliHost {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; relative paths and the search for safeai.yaml start here. */
  readonly cwd: string;
  readonly machine: Machine;
}

/** The process itself. */
export function processHost(): CliHost {
  return {
    stdin: standardInput(),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    machine: thisMachine(),
  };
}

function thisMachine(): Machine {
  const uid = process.getuid?.();
  return {
    platform: process.platform,
    ...(uid === undefined ? {} : { uid }),
    // A user without an entry of its own, as in containers, has no home.
    get home() {
      return homedir();
    },
    node: process.execPath,
    script: fileURLToPath(new URL('../bin/safeai.cjs', import.meta.url)),
    root: '',
  };
}
