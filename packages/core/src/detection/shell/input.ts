import { toArgument } from './argument.ts';
import type { Environment } from './environment.ts';
import { NO_INPUT, type Input } from './invocation.ts';
import type { Source } from './source.ts';
import { plainPath } from './written-files.ts';
import type { Command, Script } from './syntax/syntax.ts';

const MAX_TEXTS = 64;

/** An input whose words were not passed on. */
export function withoutTexts(input: Input): Input {
  if (input.texts.length === 0 && input.madeAgain === undefined) return input;
  const { fetched, decoded, piped } = input;
  return { fetched, decoded, piped, texts: NO_INPUT.texts };
}

/** What a command reads: the output of those piped into it, its heredocs and here-strings. */
export function inputOf(
  command: Command,
  script: Script,
  outputs: readonly Input[],
  outer: Input,
  locate: (index: number) => number,
  environment: Environment,
): Input {
  const { upstream, heredocs, redirects } = command;
  if (upstream === null && heredocs.length === 0 && redirects.length === 0) return outer;
  const texts: Source[] = [];
  let { fetched, decoded } = outer;
  let madeAgain = false;
  if (upstream === null) texts.push(...outer.texts);
  else {
    fetched = false;
    decoded = false;
    const [from, to] = upstream;
    madeAgain = to - from === 1 && outputs[from]?.madeAgain === true;
    for (let index = Math.max(from, to - MAX_TEXTS); index < to; index++) {
      const output = outputs[index];
      if (output === undefined) continue;
      fetched ||= output.fetched;
      decoded ||= output.decoded;
      texts.push(...output.texts.slice(0, MAX_TEXTS - texts.length));
    }
  }
  for (const { start, end } of heredocs)
    texts.push({ text: script.text.slice(start, end), locate: (index) => locate(index + start) });
  for (const { operator, target } of redirects) {
    if (operator === '<<<') texts.push(toArgument(target, script, environment.variables, locate));
    else if (operator === '<') {
      if (target.value.endsWith('$()')) {
        fetched ||= fetches(target.expansions[0]?.script);
        const printed = toArgument(target, script, environment.variables, locate);
        if (printed.known) texts.push(printed);
      }
      const written = environment.files.get(plainPath(target.value));
      if (written !== undefined) texts.push(written);
    }
  }
  const isAll = madeAgain && texts.length === 0;
  const piped = upstream !== null || outer.piped;
  return { fetched, decoded, piped, texts, ...(isAll ? { madeAgain: true } : {}) };
}

function fetches(script: Script | undefined): boolean {
  return (
    script?.commands.some((command) => /^(?:curl|wget)$/.test(command.words[0]?.value ?? '')) ??
    false
  );
}
