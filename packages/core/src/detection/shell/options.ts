import type { Argument } from './argument.ts';
import { sourceFrom, type Source } from './source.ts';

/** Which options of a program take a value, and what its other long ones are called. */
export interface OptionSpec {
  /** Letters of short options with a value. */
  readonly short?: string;
  /** Names of long options with a value. */
  readonly long?: readonly string[];
  /** Long options without a value that may be abbreviated. */
  readonly known?: readonly string[];
  /** Options end at the first operand. */
  readonly leading?: boolean;
}

/** The options and operands of a command line. */
export class Options {
  readonly operands: readonly Argument[];
  /** Index in the arguments of the first operand, or their number. */
  readonly firstOperand: number;
  readonly #values: ReadonlyMap<string, readonly Source[]>;
  /** `--help` or `-h`… stood before any operand. */
  readonly #leadingHelp: boolean;

  constructor(
    operands: readonly Argument[],
    firstOperand: number,
    values: ReadonlyMap<string, readonly Source[]>,
    leadingHelp: boolean,
  ) {
    this.operands = operands;
    this.firstOperand = firstOperand;
    this.#values = values;
    this.#leadingHelp = leadingHelp;
  }

  /** Whether any of these options is given: `f` or `force`, without dashes. */
  has(...names: readonly string[]): boolean {
    return names.some((name) => this.#values.has(name));
  }

  /** The values of an option, under any of its names. */
  values(...names: readonly string[]): readonly Source[] {
    return names.flatMap((name) => this.#values.get(name) ?? []);
  }

  /** The last value of an option, which is the one that counts. */
  value(...names: readonly string[]): string | undefined {
    return this.values(...names).at(-1)?.text;
  }

  /** Only the program's help or version is asked for. */
  get asksHelp(): boolean {
    return this.#leadingHelp;
  }
}

/** Reads POSIX and GNU style options: `-rf`, `-n5`, `--force`, `--depth=1`, abbreviated long names, `--`. */
export function parseOptions(args: readonly Argument[], spec: OptionSpec = {}): Options {
  const values = new Map<string, Source[]>();
  const operands: Argument[] = [];
  let firstOperand = args.length;
  let leadingHelp = false;
  const add = (name: string, value?: Source): void => {
    const list = values.get(name) ?? [];
    if (value !== undefined) list.push(value);
    values.set(name, list);
  };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index];
    if (argument === undefined) break;
    const text = argument.text;
    if (text === '--') {
      if (operands.length === 0) firstOperand = index + 1;
      for (const rest of args.slice(index + 1)) operands.push(rest);
      break;
    }
    if (text.length < 2 || !text.startsWith('-')) {
      if (operands.length === 0) firstOperand = index;
      if (spec.leading === true) {
        for (const rest of args.slice(index)) operands.push(rest);
        break;
      }
      operands.push(argument);
    } else if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const name = fullName(text.slice(2, equals === -1 ? undefined : equals), spec);
      if (name === 'help' && operands.length === 0) leadingHelp = true;
      if (equals !== -1) add(name, sourceFrom(argument, equals + 1));
      else if (spec.long?.includes(name) === true) add(name, args[++index]);
      else add(name);
    } else {
      for (let at = 1; at < text.length; at++) {
        const letter = text.charAt(at);
        if (spec.short?.includes(letter) !== true) {
          add(letter);
          continue;
        }
        add(letter, at + 1 < text.length ? sourceFrom(argument, at + 1) : args[++index]);
        break;
      }
    }
  }
  return new Options(operands, firstOperand, values, leadingHelp);
}

function fullName(name: string, spec: OptionSpec): string {
  const all = [...(spec.long ?? []), ...(spec.known ?? [])];
  if (name.length === 0 || all.includes(name)) return name;
  return all.find((known) => known.startsWith(name)) ?? name;
}
