import type { Argument } from './argument.ts';
import type { Source } from './source.ts';

/** What reaches a command through a pipe, a heredoc or a here-string. */
export interface Input {
  /** It comes from the network. */
  readonly fetched: boolean;
  /** It went through a decoder, so its words were not to be seen. */
  readonly decoded: boolean;
  /** Another command writes it. */
  readonly piped: boolean;
  /** The parts of it that are known. */
  readonly texts: readonly Source[];
  /** It names files that programs make again, and nothing else. */
  readonly madeAgain?: true;
}

export const NO_INPUT: Input = { fetched: false, decoded: false, piped: false, texts: [] };

/** Where a command runs. */
export type Place = 'here' | 'remote' | 'container';

/** What following one command inside another may change. */
export interface RunOptions {
  readonly place?: Place;
  readonly input?: Input;
  /** Multiplies the confidence of what is found. */
  readonly doubt?: number;
}

/**
 * One program about to be run with its arguments. A check looks at it, reports what it finds, and hands
 * on whatever the program would run in turn.
 */
export interface Invocation {
  /** Base name in lower case, without `.exe`. */
  readonly program: string;
  /** The program's own word. */
  readonly name: Argument;
  readonly args: readonly Argument[];
  readonly place: Place;
  readonly input: Input;
  /** Folder that earlier `cd` commands led to; empty where the script starts. */
  readonly folder: string;
  /** Moves later commands of the script to another folder. */
  moveTo(folder: string): void;
  /** Files that the script fetched from the network. */
  readonly downloads: Set<string>;
  /** What the script wrote to files, by path without `./`. */
  readonly files: ReadonlyMap<string, Source>;
  /** Reports a finding over this command, or over `at`. */
  report(
    rule: string,
    confidence: number,
    at?: { readonly start: number; readonly end: number },
  ): void;
  /**
   * Takes work for reading a text that is not shell; false, and a finding, when there is none left.
   */
  mayRead(text: Source): boolean;
  /** Follows a command line that the program runs. */
  run(args: readonly Argument[], options?: RunOptions): void;
  /** Follows shell text that the program runs. */
  runText(source: Source, options?: RunOptions): void;
  /** Says what a variable holds from here on. */
  setVariable(name: string, value: string): void;
  /** Says what a command name stands for from here on. */
  setAlias(name: string, text: string): void;
  /** Says what the program writes to a file. */
  save(path: string, content: Input, appended: boolean): void;
  /** Says what the program writes to its output. */
  emit(output: Input): void;
}

/** Looks at the invocations of some programs. */
export type Check = (call: Invocation) => void;

/** Checks by program name. */
export type Checks = Readonly<Record<string, Check>>;
