import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { CommandContext } from '../src/context.ts';
import type { CliHost } from '../src/host.ts';
import { createProgram } from '../src/program.ts';
import { MACHINE } from './run-cli.ts';

/**
 * Commands that only look, or only judge: what they leave is the record of a decision. Those that serve another program on
 * standard input and output have nobody to ask. All others write.
 */
const READING = [
  ...[
    'validate',
    'scan',
    'scan-history',
    'guard',
    'hook',
    'doctor',
    'config schema',
    'config show',
  ],
  ...['policy lint', 'policy explain', 'policy test', 'policy replay', 'secrets check'],
  ...['alerts list', 'alerts messages', 'alerts silences', 'mcp', 'mcp wrap'],
  ...['templates list', 'templates show', 'plugins list'],
  ...['approvals list', 'approvals show', 'capabilities list', 'lockdown list', 'keys list'],
  ...['cost summary', 'budget'],
  ...['audit tail', 'audit query', 'audit verify', 'audit receipt', 'audit export'],
];

const host: CliHost = {
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  env: {},
  cwd: '/',
  machine: MACHINE,
};
const commands = runnable(createProgram(new CommandContext(host), { out: '', err: '' }));

/** Commands that do something, by their words; one with others below it may do so too. */
function runnable(command: Command, words: readonly string[] = []): Map<string, Command> {
  const found = new Map<string, Command>();
  if (words.length > 0 && (command.commands.length === 0 || command.options.length > 0)) {
    found.set(words.join(' '), command);
  }
  for (const child of command.commands) {
    for (const entry of runnable(child, [...words, child.name()])) found.set(...entry);
  }
  return found;
}

test('the commands that only read are all there', () => {
  expect([...commands.keys()]).toEqual(expect.arrayContaining(READING));
});

test.each([...commands].filter(([words]) => !READING.includes(words)))(
  '%s writes, and takes --yes',
  (_, command) => {
    expect(command.options.map(({ long }) => long)).toContain('--yes');
  },
);

test.each(READING)('%s only reads, and takes none', (words) => {
  const options = commands.get(words)?.options ?? [];
  expect(options.map(({ long }) => long)).not.toContain('--yes');
});
