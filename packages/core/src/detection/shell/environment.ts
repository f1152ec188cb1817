import { NO_INPUT, type Input, type Place, type RunOptions } from './invocation.ts';
import type { Word } from './syntax/syntax.ts';

/** What is known around a command while a script is followed. */
export interface Environment {
  readonly level: number;
  readonly place: Place;
  readonly input: Input;
  /** Factor on every confidence. */
  readonly doubt: number;
  /** Folder the script has moved to; empty where it began. */
  folder: string;
  readonly variables: Map<string, string>;
  readonly downloads: Set<string>;
}

/** Where the analysis of a text begins. */
export function newEnvironment(): Environment {
  return {
    level: 0,
    place: 'here',
    input: NO_INPUT,
    doubt: 1,
    folder: '',
    variables: new Map(),
    downloads: new Set(),
  };
}

/** The environment of a command run by another one. */
export function forkEnvironment(outer: Environment, options: RunOptions): Environment {
  const moved = options.place !== undefined && options.place !== outer.place;
  return {
    level: outer.level + 1,
    place: options.place ?? outer.place,
    input: options.input ?? outer.input,
    doubt: outer.doubt * (options.doubt ?? 1),
    folder: moved ? '' : outer.folder,
    variables: outer.variables,
    downloads: outer.downloads,
  };
}

/** No shell takes a name that begins with a digit, but a command behind one is looked at all the same. */
const ASSIGNMENT = /^([A-Za-z0-9_]{1,64})=/;

/** The variable that a word assigns, if it is an assignment. */
export function assignmentOf(word: Word): string | undefined {
  return ASSIGNMENT.exec(word.value)?.[1];
}
