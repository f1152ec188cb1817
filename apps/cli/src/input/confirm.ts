import { createInterface } from 'node:readline/promises';
import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';

/** What is asked before something that cannot be undone. */
export interface Confirmation {
  /** What will happen, in a sentence. */
  readonly what: string;
  /** What has to be typed. */
  readonly expected: string;
  /** `--yes` was given: nothing is asked. */
  readonly yes: boolean;
}

/**
 * Asks on a terminal whether to go on. Elsewhere nobody can be asked, and `--yes` has to say it.
 *
 * @throws UsageError without a yes
 */
export async function confirm(
  { what, expected, yes }: Confirmation,
  { stdin, stderr }: CliHost,
): Promise<void> {
  if (yes) return;
  if (stdin.isTTY !== true || stderr.isTTY !== true) {
    throw new UsageError(`${what} Nothing was done.`, {
      hint: 'There is no terminal to ask on: --yes says that it is meant.',
    });
  }
  const terminal = createInterface({ input: stdin, output: stderr });
  // An input that ends answers nothing, and the question would wait for ever. One that ends right behind its answer
  // is closed before the answer is there.
  const ended = new Promise<string>((resolve) => {
    terminal.once('close', () => {
      setImmediate(resolve, '');
    });
  });
  try {
    const question = terminal.question(`${what}\nType ${expected} to go on: `);
    const answer = await Promise.race([question, ended]);
    if (answer.trim() === expected) return;
  } finally {
    terminal.close();
  }
  throw new UsageError('nothing was done');
}
