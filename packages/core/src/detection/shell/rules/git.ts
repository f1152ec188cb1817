import { parseOptions, type Options } from '../options.ts';
import { sourceFrom } from '../source.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';
import { GIT_DISCARD_COMMANDS } from './git-discard.ts';
import { GIT_HISTORY_COMMANDS } from './git-history.ts';

/** Looks at one git subcommand. */
export type GitCommand = (
  call: Invocation,
  args: readonly Argument[],
  settings: GitSettings,
) => void;

/** What stood before the subcommand. */
export interface GitSettings {
  /** `-c name=value`, lower-cased names. */
  readonly config: ReadonlyMap<string, string>;
}

const COMMANDS: Readonly<Record<string, GitCommand>> = {
  ...GIT_DISCARD_COMMANDS,
  ...GIT_HISTORY_COMMANDS,
};

const GLOBAL = {
  short: 'Cc',
  long: [
    'git-dir',
    'work-tree',
    'namespace',
    'super-prefix',
    'config-env',
    'exec-path-value',
    'attr-source',
  ],
  leading: true,
};

/** Settings whose value git runs as a command. */
const RUN_SETTINGS =
  /^(?:core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|sequence\.editor|diff\.external|credential\.helper|gpg\.program|alias\..+|.+\.textconv|filter\..+\.(?:clean|smudge|process))$/;

function checkGit(call: Invocation): void {
  const options = parseOptions(call.args, GLOBAL);
  const config = readConfig(call, options);
  const [subcommand, ...args] = options.operands;
  if (subcommand === undefined || options.asksHelp) return;
  if (
    args.some((argument) => argument.text === '--help' || argument.text === '-h') &&
    !hasEndOfOptionsBeforeHelp(args)
  )
    return;
  if (subcommand.text === 'config') checkConfig(call, args);
  else COMMANDS[subcommand.text]?.(call, args, { config });
}

function hasEndOfOptionsBeforeHelp(args: readonly Argument[]): boolean {
  const end = args.findIndex((argument) => argument.text === '--');
  const help = args.findIndex((argument) => argument.text === '--help' || argument.text === '-h');
  return end !== -1 && end < help;
}

/** `git config alias.x '!cmd'`: it runs whenever the alias is used. */
function checkConfig(call: Invocation, args: readonly Argument[]): void {
  const [name, value] = parseOptions(args, {
    short: 'f',
    long: ['file', 'blob', 'type', 'default'],
  }).operands.filter((operand) => operand.text !== 'set');
  if (name === undefined || value === undefined || !RUN_SETTINGS.test(name.text.toLowerCase()))
    return;
  if (value.text.startsWith('!')) call.runText(sourceFrom(value, 1));
  else if (!name.text.toLowerCase().startsWith('alias.')) call.runText(value);
}

function readConfig(call: Invocation, options: Options): ReadonlyMap<string, string> {
  const config = new Map<string, string>();
  for (const setting of options.values('c')) {
    const equals = setting.text.indexOf('=');
    if (equals === -1) continue;
    const name = setting.text.slice(0, equals).toLowerCase();
    const value = setting.text.slice(equals + 1);
    config.set(name, value);
    if (!RUN_SETTINGS.test(name)) continue;
    const skip = equals + 1 + (value.startsWith('!') ? 1 : 0);
    if (!name.startsWith('alias.') || value.startsWith('!')) {
      call.runText({
        text: setting.text.slice(skip),
        locate: (index) => setting.locate(index + skip),
      });
    }
  }
  return config;
}

/** Checks of git. */
export const GIT_CHECKS: Checks = {
  git: checkGit,
  hub: checkGit,
};
