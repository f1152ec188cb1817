import { expect, test } from '@jest/globals';
import { HELP_TEXT } from '../src/texts.ts';
import { VERSION } from '../src/index.ts';
import { runCli } from './run-cli.ts';

const HINT = 'Run safeai --help for the commands, safeai COMMAND --help for their options.\n';

test('an unknown command is told with the one that was probably meant', async () => {
  expect(await runCli(['scna', 'x'])).toEqual({
    code: 2,
    stdout: '',
    stderr: `safeai: unknown command 'scna'. Did you mean scan?\n${HINT}`,
  });
});

test('an unknown command that is like no other is told alone', async () => {
  const { stderr, code } = await runCli(['frobnicate']);
  expect(stderr).toBe(`safeai: unknown command 'frobnicate'.\n${HINT}`);
  expect(code).toBe(2);
});

test.each([
  [['keys', 'create', '--roles', 'agent'], '--roles', '--role'],
  [['policy', 'explain', '--bondary', 'input'], '--bondary', '--boundary'],
  [['capabilities', 'grant', '--agnet', 'bot', '--tool', 'a'], '--agnet', '--agent'],
])(
  '%j: an unknown flag goes before the required one that it was meant for',
  async (argv, typed, meant) => {
    const { code, stderr } = await runCli(argv);
    expect(stderr).toBe(`safeai: unknown option '${typed}'. Did you mean ${meant}?\n${HINT}`);
    expect(code).toBe(2);
  },
);

test('an unknown flag is told with the one that was probably meant', async () => {
  expect(await runCli(['scan', '--jsno', 'x'])).toEqual({
    code: 2,
    stdout: '',
    stderr: `safeai: unknown option '--jsno'. Did you mean --json?\n${HINT}`,
  });
});

test('what looks like no option is not repeated: it may be a secret', async () => {
  const { stderr } = await runCli(['scan', '-----BEGIN PRIVATE KEY-----MIIEv']);
  expect(stderr).toBe(`safeai: unknown option.\n${HINT}`);
});

test.each([
  [['scan', 'a', 'b'], "too many arguments for 'scan'. Expected 1 argument but got 2."],
  [
    ['scan', 'a', '--fail-on', 'blok'],
    "option '--fail-on <action>' argument 'blok' is invalid. Allowed choices are block, redact, flag, never.",
  ],
  [['scan', 'a', '--tenant'], "option '--tenant <id>' argument missing."],
  [['policy', 'explain'], "required option '--boundary <boundary>' not specified."],
  [['templates', 'show'], "missing required argument 'name'."],
  [
    ['serve', '--mode', 'proxy'],
    "option '--mode <mode>' argument 'proxy' is invalid. Allowed choices are sidecar, gateway.",
  ],
])('%j is wrong usage', async (argv, message) => {
  const { code, stderr } = await runCli(argv);
  expect(stderr).toBe(`safeai: ${message}\n${HINT}`);
  expect(code).toBe(2);
});

test('a command of two words prints its help without the second one', async () => {
  const { code, stdout, stderr } = await runCli(['policy']);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^Usage: safeai policy \[options\] \[command\]/);
  expect(code).toBe(2);
});

test.each([[['--help']], [['-h']], [['help']], [[]]])('%j prints the help text', async (argv) => {
  expect(await runCli(argv)).toEqual({ code: 0, stdout: `${HELP_TEXT}\n`, stderr: '' });
});

test('each command has help', async () => {
  const { code, stdout } = await runCli(['scan', '--help']);
  expect(stdout).toMatch(/^Usage: safeai scan \[options\] \[text\]/);
  expect(code).toBe(0);
});

test.each([['--version'], ['-V']])('%s prints the version', async (flag) => {
  expect(await runCli([flag])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
});
