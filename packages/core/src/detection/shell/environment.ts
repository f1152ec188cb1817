import { NO_INPUT, type Input, type Place, type RunOptions } from './invocation.ts';
import type { Source } from './source.ts';

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
  /** What aliases stand for; a function that runs its arguments stands for nothing. */
  readonly aliases: Map<string, string>;
  /** What the script wrote to files, as far as it is known. */
  readonly files: Map<string, Source>;
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
    files: new Map(),
    aliases: new Map(),
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
    files: outer.files,
    aliases: outer.aliases,
  };
}
