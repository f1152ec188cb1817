import { contentOf } from '../content.ts';
import { parseOptions } from '../options.ts';
import { sourceFrom, type Source } from '../source.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';
import { checkCode } from './interpreters.ts';

/** Options of editors and debuggers whose value is one of their commands. */
const COMMAND_OPTION = /^(?:-c|--cmd|-ex|--ex|-iex|--eval-command|-eval-command|-eval|--eval|-S)$/;
/** A command of theirs that runs the rest of its line in a shell. */
const SHELL = /^\s*:?(?:silent!?\s+)?(?:!|shell\s+|make\s+!)|^\s*:?[\d,%.$]*!/;

/** `vim -c '!cmd'`, `vim +'!cmd'`, `gdb -ex 'shell cmd'`, `emacs --eval '(shell-command "cmd")'`, `gdb --args cmd`. */
function checkEditor(call: Invocation): void {
  for (let index = 0; index < call.args.length; index++) {
    const argument = call.args[index];
    if (argument === undefined) break;
    const { text } = argument;
    const next = call.args[index + 1];
    const equals = text.indexOf('=');
    if (text === '--args') {
      call.run(call.args.slice(index + 1));
      break;
    }
    if (COMMAND_OPTION.test(text) && next !== undefined) runCommand(call, next);
    else if (text.startsWith('+') && text.length > 1) runCommand(call, sourceFrom(argument, 1));
    else if (/^-(?:c|sc|ex)[^\w=]/.test(text))
      runCommand(call, attached(argument, text.search(/[^\w-]/)));
    else if (equals !== -1 && COMMAND_OPTION.test(text.slice(0, equals)))
      runCommand(call, sourceFrom(argument, equals + 1));
    else if (/^-[a-zA-Z]*c$/.test(text) && next !== undefined) runCommand(call, next);
  }
  for (const text of call.input.texts) runLines(call, text);
}

function attached(argument: Argument, from: number): Source {
  return sourceFrom(argument, Math.max(from, 0));
}

function runCommand(call: Invocation, command: Source): void {
  const shell = SHELL.exec(command.text);
  if (shell !== null) call.runText(sourceFrom(command, shell[0].length));
  else checkCode(call, command);
}

/** Lines of a script: `!cmd`. */
function runLines(call: Invocation, text: Source): void {
  let start = 0;
  for (const line of text.text.split('\n', 256)) {
    if (SHELL.test(line)) runCommand(call, sourceFrom(text, start, start + line.length));
    start += line.length + 1;
  }
}

const MAX_SCRIPT = 4096;
/** `1e cmd`, `/x/e cmd`, `$!e cmd` as one command of a script. */
const EXECUTES =
  /(?:^|[;{}\n])[ \t]*(?:(?:\d{1,6}|\$|\/[^/\n]{0,64}\/)(?:,(?:\d{1,6}|\$|\/[^/\n]{0,64}\/))?)?[ \t]*!?[ \t]*e[ \t]+([^\n]+)/g;
/** `s/a/b/e`: the result is run. */
const SUBSTITUTES =
  /(?:^|[;{}\n\d$/ ])s([/|#,@!~%:])((?:\\.|(?!\1).){0,512})\1((?:\\.|(?!\1).){0,512})\1[gpIiMm\d]{0,4}e/g;

/** `sed '1e cmd'`, `sed 's/x/cmd/e'`: GNU sed runs these. */
function checkSed(call: Invocation): void {
  for (const argument of scriptsOf(call)) {
    const script = argument.text.slice(0, MAX_SCRIPT);
    for (const found of script.matchAll(EXECUTES)) {
      const command = found[1] ?? '';
      const at = found.index + found[0].length - command.length;
      call.runText(sourceFrom(argument, at, at + command.length));
    }
    for (const [, mark = '/', , replacement = ''] of script.matchAll(SUBSTITUTES))
      call.runText(argument.with(replacement.replaceAll(`\\${mark}`, mark)));
  }
}

/** The script operand of sed, or the values of `-e`. */
function scriptsOf(call: Invocation): readonly Argument[] {
  const scripts: Argument[] = [];
  for (let index = 0; index < call.args.length; index++) {
    const argument = call.args[index];
    const next = call.args[index + 1];
    if (argument === undefined) break;
    if (/^(?:-[a-zA-Z]*e|--expression)$/.test(argument.text) && next !== undefined)
      scripts.push(next);
    else if (!argument.text.startsWith('-') && scripts.length === 0) return [argument];
    else if (/^(?:--expression=|-e.)/.test(argument.text)) scripts.push(argument);
  }
  return scripts;
}

const TCL_RUNS =
  /(?:^|[;[{\n])[ \t]*(?:exec|spawn|system)[ \t]+(?:-[\w-]{1,24}[ \t]+){0,4}([^\n;\]]+)/g;

/** `expect -c 'spawn cmd'`, `tclsh <<< 'exec cmd'`. */
function checkTcl(call: Invocation): void {
  const codes: Source[] = [...call.input.texts];
  call.args.forEach((argument, index) => {
    if (index > 0 && /^-[a-z]*c$/.test(call.args[index - 1]?.text ?? '')) codes.push(argument);
  });
  for (const code of codes) {
    const text = code.text.slice(0, 65_536);
    for (const found of text.matchAll(TCL_RUNS)) {
      const command = found[1] ?? '';
      const at = found.index + found[0].length - command.length;
      call.runText(sourceFrom(code, at, at + command.length));
    }
    if (/\bfile\s+delete\s+-force/.test(text)) call.report('shell-code-delete', 0.8);
  }
}

/** Makefiles that are read where none is named. */
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];

/** `make -f -`, `make -f <(cmd)`, `make` after the script wrote a makefile, `make --eval='x:;cmd'`. */
function checkMake(call: Invocation): void {
  const spec = { short: 'fCIjloW', long: ['file', 'makefile', 'eval', 'directory', 'jobs'] };
  const options = parseOptions(call.args, spec);
  for (const text of options.values('eval')) runRecipes(call, text);
  const isNamed = options.has('f', 'file', 'makefile');
  for (const name of isNamed ? [] : MAKEFILES) {
    const written = call.files.get(name);
    if (written !== undefined) runRecipes(call, written);
  }
  if (!isNamed) return;
  if (options.values('f', 'file', 'makefile').some(({ text }) => text === '-')) {
    for (const text of call.input.texts) runRecipes(call, text);
  }
  for (const argument of call.args) {
    for (const text of contentOf(call, argument)?.texts ?? []) runRecipes(call, text);
  }
}

/** The recipe lines of a makefile. */
function runRecipes(call: Invocation, text: Source): void {
  let start = 0;
  for (const line of text.text.split('\n', 256)) {
    const skip = /^(?:\t[@+-]*|[^\t:=#\n]{1,128}::?[^;=\n]{0,256};[ \t]*[@+-]*)/.exec(line)?.[0]
      .length;
    if (skip !== undefined) call.runText(sourceFrom(text, start + skip, start + line.length));
    start += line.length + 1;
  }
}

/** `less +'!cmd'`. */
function checkPager(call: Invocation): void {
  for (const argument of call.args) {
    const command = /^\+{1,2}!/.exec(argument.text);
    if (command !== null) call.runText(sourceFrom(argument, command[0].length));
  }
}

/** Checks of editors, debuggers, stream editors and build tools that can run commands. */
export const EDITOR_CHECKS: Checks = {
  ...Object.fromEntries(
    [
      'vim',
      'vi',
      'nvim',
      'ex',
      'view',
      'gvim',
      'gdb',
      'lldb',
      'emacs',
      'emacsclient',
      'ed',
      'red',
    ].map((name) => [name, checkEditor]),
  ),
  ...Object.fromEntries(['sed', 'gsed'].map((name) => [name, checkSed])),
  ...Object.fromEntries(['tclsh', 'expect', 'wish', 'jimsh'].map((name) => [name, checkTcl])),
  ...Object.fromEntries(['less', 'more', 'most'].map((name) => [name, checkPager])),
  ...Object.fromEntries(['make', 'gmake', 'bmake'].map((name) => [name, checkMake])),
};
