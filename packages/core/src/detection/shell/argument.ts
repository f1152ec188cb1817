import type { Source } from './source.ts';
import { locateInSource } from './syntax/source-map.ts';
import type { Expansion, Script, Word } from './syntax/syntax.ts';

/** A word as the command will see it, as far as that can be known without running anything. */
export interface Argument extends Source {
  /** Span in the analyzed text. */
  readonly start: number;
  readonly end: number;
  /** False when a variable or substituted command in it could not be resolved. */
  readonly known: boolean;
  readonly quoted: boolean;
  /** As written, quotes and backslashes included. */
  readonly raw: string;
  readonly expansions: readonly Expansion[];
}

const MAX_RESOLVED = 4096;
const MAX_SPLIT = 64;

/** What variables are known to hold at a point of a script. */
export type Variables = ReadonlyMap<string, string>;

/** Turns words into arguments: known variables replaced, unquoted ones split at blanks, `{a,b}` expanded. */
export function toArguments(
  words: readonly Word[],
  script: Script,
  variables: Variables,
  locate: (index: number) => number,
): Argument[] {
  const list: Argument[] = [];
  for (const word of words) {
    const argument = toArgument(word, script, variables, locate);
    const pieces = splitPieces(word, argument);
    if (pieces === null) list.push(argument);
    else for (const text of pieces) list.push({ ...argument, text, locate: () => argument.start });
  }
  return list;
}

/** One word as an argument, never split. */
export function toArgument(
  word: Word,
  script: Script,
  variables: Variables,
  locate: (index: number) => number,
): Argument {
  const start = locate(word.start);
  const end = word.end > word.start ? locate(word.end - 1) + 1 : start;
  const base = {
    start,
    end,
    quoted: word.quoted,
    raw: script.text.slice(word.start, word.end),
    expansions: word.expansions,
  };
  if (word.expansions.length === 0) {
    return {
      ...base,
      text: word.value,
      known: true,
      locate: (index) => locate(locateInSource(word.map, index)),
    };
  }
  const resolved = resolve(word, variables);
  if (resolved.text === word.value) {
    return { ...base, ...resolved, locate: (index) => locate(locateInSource(word.map, index)) };
  }
  return { ...base, ...resolved, locate: () => start };
}

function resolve(word: Word, variables: Variables): { text: string; known: boolean } {
  let text = '';
  let from = 0;
  let known = true;
  for (const expansion of word.expansions) {
    const value = valueOf(expansion, variables);
    if (value === undefined || text.length + value.length > MAX_RESOLVED) {
      known = false;
      continue;
    }
    text += word.value.slice(from, expansion.at) + value;
    from = expansion.end;
  }
  return { text: text + word.value.slice(from), known };
}

function valueOf(expansion: Expansion, variables: Variables): string | undefined {
  if (expansion.name !== undefined) {
    return variables.get(expansion.name);
  }
  return expansion.script === undefined ? undefined : printed(expansion.script);
}

/** What a substituted `echo` or `printf` of plain words prints. */
function printed(script: Script): string | undefined {
  const [command, second] = script.commands;
  if (command === undefined || second !== undefined) return undefined;
  const [program, ...words] = command.words;
  if (program === undefined || (program.value !== 'echo' && program.value !== 'printf'))
    return undefined;
  if (words.length > MAX_SPLIT || words.some((word) => word.expansions.length > 0))
    return undefined;
  const values = words.map((word) => word.value).filter((value) => !/^-[neE]+$/.test(value));
  return values.join(' ').slice(0, MAX_RESOLVED);
}

/** The words that one word becomes, or null if it stays one. */
function splitPieces(word: Word, argument: Argument): readonly string[] | null {
  if (word.quoted) return null;
  const only = word.expansions[0];
  if (only !== undefined) {
    if (!argument.known || word.expansions.length > 1 || !/\s/.test(argument.text)) return null;
    const pieces = argument.text.trim().split(/\s+/, MAX_SPLIT);
    return pieces;
  }
  if (word.value.startsWith('{') && word.value.endsWith('}') && word.value.includes(',')) {
    const inner = word.value.slice(1, -1);
    return /[{}]/.test(inner) ? null : inner.split(',', MAX_SPLIT);
  }
  return null;
}
