import { parseOptions } from '../options.ts';
import { joinSources } from '../source.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';
import { MENTION } from './find.ts';

const MAX_FILLED = 4096;

/** `… | xargs cmd`: the command with arguments that are only known when it runs. */
function checkXargs(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'IiadEeLlnPsRSJ'.replace(/[iel]/g, ''),
    long: [
      'arg-file',
      'delimiter',
      'max-lines',
      'max-args',
      'max-procs',
      'max-chars',
      'process-slot-var',
    ],
    leading: true,
  });
  const command = options.operands;
  if (command.length === 0) return;
  const [text] = call.input.texts;
  const given = options.has('a', 'arg-file') ? undefined : text;
  const placeholder =
    options.value('I', 'replace') ?? (options.has('i', 'replace') || options.has('I') ? '{}' : '');
  // With a placeholder every line is one argument, without one every word.
  const items =
    given === undefined
      ? []
      : split(
          given.text,
          placeholder === '' && !options.has('0', 'null', 'd', 'delimiter') ? /\s+/ : /[\n\0]+/,
        );
  const known = items.length > 0 && items.length <= 16;
  const first = command[0];
  if (first === undefined) return;
  const unknown: Argument = first.with('$ARGUMENT', false);
  const doubt = call.input.madeAgain === true && !options.has('a', 'arg-file') ? MENTION : 1;
  if (!known && command.some(({ text }) => /^(?:.*\/)?(?:rm|unlink|shred|trash)$/.test(text)))
    call.report('shell-find-delete', Math.min(0.6, doubt));
  const fill = known ? items.map((item) => first.with(item)) : [unknown];
  if (placeholder !== '' && runsPlaceholder(command, placeholder))
    call.report('shell-unknown-program', 0.55);
  const args = placeholder === '' ? [...command, ...fill] : fillIn(command, placeholder, fill);
  call.run(args, doubt === 1 ? {} : { doubt });
}

/** `xargs -I{} sh -c {}`: whatever is read is run as a command. */
function runsPlaceholder(command: readonly Argument[], placeholder: string): boolean {
  return command.some(
    ({ text }, index) => text === placeholder && /^-[a-z]*c$/.test(command[index - 1]?.text ?? ''),
  );
}

function split(text: string, separator: RegExp): readonly string[] {
  return text
    .trim()
    .slice(0, MAX_FILLED)
    .split(separator)
    .filter((item) => item !== '');
}

/** The command with each placeholder replaced by all of the arguments. */
function fillIn(
  command: readonly Argument[],
  placeholder: string,
  fill: readonly Argument[],
): Argument[] {
  const joined = fill.map((argument) => argument.text).join(' ');
  const known = fill.every((argument) => argument.known);
  return command.flatMap((argument) => {
    if (argument.text === placeholder)
      return argument === command[0]
        ? [...fill]
        : fill.map((item) => argument.with(item.text, item.known));
    if (!argument.text.includes(placeholder)) return [argument];
    const text = argument.text
      .split(placeholder, 64)
      .join(joined)
      .slice(0, MAX_FILLED + argument.text.length);
    return [argument.with(text, argument.known && known)];
  });
}

/** `parallel cmd {} ::: a b`. */
function checkParallel(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'jISaNnLlsdEC',
    long: [
      'jobs',
      'max-procs',
      'sshlogin',
      'sshloginfile',
      'arg-file',
      'max-args',
      'colsep',
      'delay',
      'timeout',
      'retries',
      'joblog',
      'results',
      'tagstring',
      'workdir',
      'tmpdir',
      'env',
      'load',
      'memfree',
      'nice',
    ],
    leading: true,
  });
  const separator = options.operands.findIndex((argument) => argument.text.startsWith(':::'));
  const template = separator === -1 ? options.operands : options.operands.slice(0, separator);
  const items =
    separator === -1
      ? []
      : options.operands
          .slice(separator + 1)
          .filter((argument) => !argument.text.startsWith(':::'));
  const first = template[0] ?? items[0];
  if (first === undefined) return;
  if (template.length === 0) {
    for (const item of items.slice(0, 64)) call.runText(item);
    return;
  }
  const unknown: Argument = first.with('$ARGUMENT', false);
  const fill = items.length > 0 && items.length <= 16 ? items : [unknown];
  const numbered = template.some((argument) => /\{\d+\}/.test(argument.text));
  const placed = numbered || template.some((argument) => argument.text.includes('{}'));
  // A template in one word is a command line, which a shell runs.
  const [only] = template;
  if (template.length === 1 && only !== undefined && /\s/.test(only.text))
    call.runText(joinSources(fillIn([only], '{}', fill)));
  else if (!placed) call.run([...template, ...fill]);
  else if (numbered)
    call.run(template.flatMap((argument) => (/^\{\d+\}$/.test(argument.text) ? fill : [argument])));
  else call.run(fillIn(template, '{}', fill));
}

/** Checks of the programs that complete a command from a list. */
export const XARGS_CHECKS: Checks = {
  xargs: checkXargs,
  gxargs: checkXargs,
  parallel: checkParallel,
  rush: checkParallel,
};
