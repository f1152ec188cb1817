import { createInterface } from 'node:readline/promises';
import type { PolicyTemplate } from '@safeai/core';
import type { CliHost } from '../host.ts';

/** Asks which template to use, on a terminal only; undefined stands for none. */
export async function askForTemplate(
  templates: readonly PolicyTemplate[],
  { stdin, stderr }: CliHost,
): Promise<string | undefined> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) return undefined;
  const names = templates.map((template) => template.name).join(', ');
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await terminal.question(`Policy template (${names}; empty for none): `);
    return answer.trim() === '' ? undefined : answer.trim();
  } finally {
    terminal.close();
  }
}
