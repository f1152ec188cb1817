import { parseOptions } from '../options.ts';
import { joinSources, sourceFrom } from '../source.ts';
import { targetKind } from '../target.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';
import { contentOf } from '../content.ts';
import { originOf } from '../origin.ts';

/** `sh -c '…'`, `sh <<EOF`, `… | sh`, `sh <(curl …)`. */
function checkShell(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'oO',
    long: ['rcfile', 'init-file', 'init-command'],
    leading: true,
  });
  if (options.asksHelp) return;
  for (const script of options.values('init-command', 'command')) call.runText(script);
  const [script] = options.operands;
  if (options.has('c')) {
    if (script === undefined) return;
    call.runText(script);
    reportOrigin(call, script);
    return;
  }
  runFile(call);
  if (
    script === undefined ||
    script.text === '-' ||
    script.text === '/dev/stdin' ||
    options.has('s')
  )
    runInput(call);
}

/** `source file`, `. <(curl …)`. */
function checkSource(call: Invocation): void {
  runFile(call);
  if (call.args[0]?.text === '/dev/stdin') runInput(call);
}

/** The file operand of a shell. */
function runFile(call: Invocation): void {
  for (const argument of call.args) {
    reportOrigin(call, argument);
    const content = contentOf(call, argument);
    if (content?.fetched === true) call.report('supply-chain-run-download', 0.7);
    if (content?.decoded === true) call.report('shell-decoded', 0.8);
    for (const text of content?.texts ?? []) call.runText(text);
  }
}

/** Whatever is piped into a shell is run. */
export function runInput(call: Invocation): void {
  reportInput(call);
  for (const text of call.input.texts) call.runText(text);
}

/** Reports what is piped into an interpreter from the network or a decoder. */
export function reportInput(call: Invocation): void {
  if (call.input.fetched) call.report('supply-chain-pipe-to-shell', 0.9);
  if (call.input.decoded) call.report('shell-decoded', 0.8);
}

/** Reports a word that is run as a script and whose text comes from the network or a decoder. */
export function reportOrigin(call: Invocation, word: Argument): void {
  const { fetched, decoded } = originOf(word.expansions, call.downloads);
  if (fetched) call.report('supply-chain-pipe-to-shell', 0.9);
  if (decoded) call.report('shell-decoded', 0.8);
}

/** `eval` joins its arguments and runs them. */
function checkEval(call: Invocation): void {
  if (call.args.length === 0) return;
  for (const argument of call.args) reportOrigin(call, argument);
  call.runText(joinSources(call.args));
}

/** `su -c`, `script -c`, `runuser -c`: the command in one word; `runuser -u x -- cmd` in several. */
function checkCommandOption(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'cgGswuTEf',
    long: ['command', 'session-command', 'group', 'shell', 'user'],
    leading: false,
  });
  const commands = options.values('c', 'command', 'session-command');
  for (const command of commands) call.runText(command);
  if (commands.length > 0) return;
  if (call.program === 'runuser' && options.has('u', 'user')) call.run(options.operands);
}

/** `flock file cmd …` or `flock file -c 'cmd'`. */
function checkFlock(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'wE',
    long: ['timeout', 'wait', 'conflict-exit-code'],
    leading: true,
  });
  const [flag, command] = options.operands.slice(1, 3);
  if (flag !== undefined && /^(?:-c|--command)$/.test(flag.text)) {
    if (command !== undefined) call.runText(command);
  } else call.run(options.operands.slice(1));
}

/** `watch cmd …`, `hyperfine 'cmd'`, `entr`, `at`: arguments that a shell runs, joined. */
function checkWatch(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'nwrmMPLpsS',
    long: ['interval', 'warmup', 'runs', 'prepare', 'shell'],
    leading: true,
  });
  if (options.operands.length > 0) call.runText(joinSources(options.operands));
}

/** `ssh host cmd …`: the words behind the host are run by a shell over there. */
function checkSsh(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'BbcDEeFIiJLlmOopQRSWw', leading: true });
  for (const value of options.values('o')) {
    const command = /^\s*(?:ProxyCommand|LocalCommand)\s*[= ]\s*/i.exec(value.text);
    if (command !== null)
      call.runText({
        text: value.text.slice(command[0].length),
        locate: (index) => value.locate(index + command[0].length),
      });
  }
  const command = options.operands.slice(1);
  if (command.length > 0) call.runText(joinSources(command), { place: 'remote' });
  else for (const text of call.input.texts) call.runText(text, { place: 'remote' });
}

/** `ansible hosts -m shell -a 'cmd'`. */
function checkAnsible(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'maiueltBPfM',
    long: ['module-name', 'args', 'inventory', 'user', 'extra-vars', 'limit'],
  });
  if (
    options.values('a', 'args').some(({ text }) => /(?:^|\s)state=absent(?:\s|$)/.test(text)) &&
    !options.has('C', 'check')
  )
    call.report('cloud-infrastructure-destroy', 0.7);
  if (
    !/^(?:(?:ansible\.builtin\.)?(?:shell|command|raw|win_shell|win_command))$/.test(
      options.value('m', 'module-name') ?? 'command',
    )
  )
    return;
  for (const command of options.values('a', 'args')) call.runText(command, { place: 'remote' });
}

/** `tar --checkpoint-action=exec=cmd`, `man -P cmd`: options whose value is a command. */
function checkCommandValue(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: call.program === 'man' ? 'P' : 'IFfC',
    long: [
      'checkpoint-action',
      'to-command',
      'use-compress-program',
      'info-script',
      'new-volume-script',
      'pager',
      'rsh-command',
      'rmt-command',
    ],
  });
  const names =
    call.program === 'man'
      ? ['P', 'pager']
      : [
          'I',
          'F',
          'checkpoint-action',
          'to-command',
          'use-compress-program',
          'info-script',
          'new-volume-script',
          'rsh-command',
          'rmt-command',
        ];
  // Files that were packed are removed, wherever the archive goes.
  const kept = options.operands.every((operand) =>
    /^(?:temporary|regenerable)$/.test(targetKind(operand, call.folder)),
  );
  if (options.has('remove-files') && !kept) call.report('shell-rm-recursive', 0.65);
  for (const value of options.values(...names)) {
    const skip = value.text.startsWith('exec=') ? 5 : 0;
    call.runText(sourceFrom(value, skip));
  }
}

const SCHEDULE = /^[ \t]*(?:@\w{1,16}|(?:[\d*/,a-zA-Z-]{1,64}[ \t]+){5})[ \t]*/;

/** `crontab -`: the commands behind the five fields of each line. */
function checkCrontabInput(call: Invocation): void {
  const [file] = parseOptions(call.args, { short: 'u' }).operands;
  if (file !== undefined && file.text !== '-') return;
  for (const text of call.input.texts) {
    let start = 0;
    for (const line of text.text.split('\n', 256)) {
      const skip = SCHEDULE.exec(line)?.[0].length;
      if (skip !== undefined) call.runText(sourceFrom(text, start + skip, start + line.length));
      start += line.length + 1;
    }
  }
}

/** `at now`, `at -f file now`. */
function checkAt(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'fqt' });
  if (options.has('f')) runFile(call);
  else runInput(call);
}

/** `trap 'cmd' EXIT`. */
function checkTrap(call: Invocation): void {
  const [command] = parseOptions(call.args, { leading: true }).operands;
  if (command !== undefined && call.args.length > 1) call.runText(command);
}

/** `alias x='cmd'`: it will run whenever `x` is typed. */
function checkAlias(call: Invocation): void {
  for (const argument of call.args) {
    const equals = argument.text.indexOf('=');
    if (equals > 0) call.setAlias(argument.text.slice(0, equals), argument.text.slice(equals + 1));
    if (equals > 0)
      call.runText({
        text: argument.text.slice(equals + 1),
        locate: (index) => argument.locate(index + equals + 1),
      });
  }
}

/** `cmd /c …`. */
function checkCmd(call: Invocation): void {
  const at = call.args.findIndex((argument) => /^\/+[ck]$/i.test(argument.text));
  if (at !== -1 && at + 1 < call.args.length) call.runText(joinSources(call.args.slice(at + 1)));
}

/** `powershell -Command …`; an encoded command cannot be read. */
function checkPowerShell(call: Invocation): void {
  for (let index = 0; index < call.args.length; index++) {
    const option = call.args[index]?.text.toLowerCase() ?? '';
    if (/^[-/]e(?:c|nc[a-z]*)?$/.test(option)) call.report('shell-decoded', 0.8);
    if (/^[-/]c(?:o[a-z]*)?$/.test(option)) {
      const rest = call.args.slice(index + 1);
      if (rest.length > 0) call.runText(joinSources(rest));
      return;
    }
    if (!/^[-/]/.test(option) && index === 0) call.runText(joinSources(call.args));
  }
  if (call.args.at(-1)?.text === '-' || call.args.length === 0) runInput(call);
}

/** Checks of the programs that run shell text. */
export const SHELL_CHECKS: Checks = {
  ...Object.fromEntries(
    [
      'sh',
      'bash',
      'zsh',
      'dash',
      'ash',
      'ksh',
      'mksh',
      'fish',
      'csh',
      'tcsh',
      'rbash',
      'yash',
      'nu',
      'xonsh',
      'elvish',
      'oil',
      'osh',
      'ysh',
      'hush',
      'posh',
    ].map((name) => [name, checkShell]),
  ),
  ...Object.fromEntries(
    ['su', 'script', 'runuser', 'sg'].map((name) => [name, checkCommandOption]),
  ),
  ...Object.fromEntries(['watch', 'hyperfine', 'entr'].map((name) => [name, checkWatch])),
  ...Object.fromEntries(['powershell', 'pwsh'].map((name) => [name, checkPowerShell])),
  flock: checkFlock,
  eval: checkEval,
  source: checkSource,
  '.': checkSource,
  ssh: checkSsh,
  autossh: checkSsh,
  ansible: checkAnsible,
  tar: checkCommandValue,
  gtar: checkCommandValue,
  bsdtar: checkCommandValue,
  man: checkCommandValue,
  crontab: checkCrontabInput,
  trap: checkTrap,
  alias: checkAlias,
  cmd: checkCmd,
  at: checkAt,
  batch: runInput,
};
