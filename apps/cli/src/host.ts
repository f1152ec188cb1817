import type { Readable, Writable } from 'node:stream';
import { standardInput } from './input/standard-input.ts';

/** An output that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean };

/** An input that may be a terminal. */
export type InputStream = Readable & { readonly isTTY?: boolean };

/** Everything that a command touches of the process it runs in. */
export interface CliHost {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; relative paths and the search for safeai.yaml start here. */
  readonly cwd: string;
}

/** The process itself. */
export function processHost(): CliHost {
  return {
    stdin: standardInput(),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
  };
}
