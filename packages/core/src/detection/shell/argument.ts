import { expandBraces } from './braces.ts';
import { printedText } from './printed.ts';
import type { Source } from './source.ts';
import { locateInSource } from './syntax/source-map.ts';
import type { Expansion, Script, Word } from './syntax/syntax.ts';

/** A word as the command will see it, as far as that can be known without running anything. */
export class Argument implements Source {
  readonly text: string;
  /** False when a variable or substituted command in it could not be resolved. */
  readonly known: boolean;
  readonly quoted: boolean;
  readonly expansions: readonly Expansion[];
  readonly #word: Pick<Word, 'start' | 'end' | 'map'>;
  readonly #script: string;
  readonly #locate: (index: number) => number;
  /** The text is not the word's own: nothing in it has a place of its own. */
  readonly #replaced: boolean;

  constructor(
    word: Word,
    script: string,
    locate: (index: number) => number,
    text: string,
    known: boolean,
    replaced = text !== word.value,
  ) {
    this.text = text;
    this.known = known;
    this.quoted = word.quoted;
    this.expansions = word.expansions;
    this.#word = word;
    this.#script = script;
    this.#locate = locate;
    this.#replaced = replaced;
  }

  /** Where it begins in the analyzed text. */
  get start(): number {
    return this.#locate(this.#word.start);
  }

  get end(): number {
    const { start, end } = this.#word;
    return end > start ? this.#locate(end - 1) + 1 : this.start;
  }

  /** As written, quotes and backslashes included; the text itself where that was replaced. */
  get raw(): string {
    return this.#replaced ? this.text : this.#script.slice(this.#word.start, this.#word.end);
  }

  locate(index: number): number {
    return this.#replaced ? this.start : this.#locate(locateInSource(this.#word.map, index));
  }

  /** Another text at the same place. */
  with(text: string, known = this.known): Argument {
    const { quoted, expansions } = this;
    return new Argument(
      { ...this.#word, value: this.text, quoted, expansions },
      this.#script,
      this.#locate,
      text,
      known,
      true,
    );
  }
}

/** A text that is no part of any command line, as an argument. */
export function argumentOf(source: Source): Argument {
  const word: Word = {
    value: source.text,
    start: 0,
    end: source.text.length,
    quoted: true,
    expansions: [],
    map: [0, 0],
  };
  return new Argument(word, source.text, (index) => source.locate(index), source.text, true);
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
    const pieces = splitPieces(word, argument, variables);
    if (pieces === null) list.push(argument);
    else for (const text of pieces) list.push(argument.with(text));
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
  if (word.expansions.length === 0)
    return new Argument(word, script.text, locate, word.value, true);
  const { text, known } = resolve(word, variables);
  return new Argument(word, script.text, locate, text, known);
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
  const sources = words.map((word) => ({ text: word.value, locate: () => word.start }));
  return printedText(program.value, sources)?.text.slice(0, MAX_RESOLVED);
}

/** The words that one word becomes, or null if it stays one. */
function splitPieces(
  word: Word,
  argument: Argument,
  variables: Variables,
): readonly string[] | null {
  const only = word.expansions[0];
  // `"$@"` is as many words as there are arguments.
  if (word.quoted && !(only?.name === '@' && word.value === '$@')) return null;
  if (only === undefined) return word.value.includes('{') ? expandBraces(word.value) : null;
  if (!argument.known || word.expansions.length > 1 || only.process === true) return null;
  const separators = variables.get('IFS');
  const text = separators === undefined ? argument.text : blanksFor(argument.text, separators);
  return /\s/.test(text) ? text.trim().split(/\s+/, MAX_SPLIT) : null;
}

/** A text with every character of `IFS` made a blank. */
function blanksFor(text: string, separators: string): string {
  return Array.from(text, (char) => (separators.includes(char) ? ' ' : char)).join('');
}
