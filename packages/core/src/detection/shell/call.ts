import type { Span } from '../detection.ts';
import type { Argument } from './argument.ts';
import { forkEnvironment, type Environment } from './environment.ts';
import type { Input, Invocation, Place, RunOptions } from './invocation.ts';
import type { Reporter } from './reporter.ts';
import type { Source } from './source.ts';
import { isGitHook, rememberFile } from './written-files.ts';

/** What a call needs to have the things that it runs followed. */
export interface Follower {
  readonly reporter: Reporter;
  spend(work: number): boolean;
  runSource(source: Source, environment: Environment): boolean;
  runArgv(
    argv: readonly Argument[],
    environment: Environment,
    script: Environment,
    output: { value: Input },
  ): void;
}

// Work for text in other languages.
const TEXT_COST = 96;
const CHARACTER_COST = 2;
const MAX_VALUE = 4096;
const MAX_ALIASES = 256;

/** One command line as its checks see it. */
export class Call implements Invocation {
  readonly program: string;
  readonly name: Argument;
  readonly args: readonly Argument[];
  readonly folder: string;
  readonly #follower: Follower;
  readonly #environment: Environment;
  /** The environment of the script that holds the command. */
  readonly #script: Environment;
  readonly #output: { value: Input };
  #span: Span | undefined;

  constructor(
    follower: Follower,
    program: string,
    name: Argument,
    args: readonly Argument[],
    environment: Environment,
    script: Environment,
    output: { value: Input },
    span?: Span,
  ) {
    this.program = program;
    this.name = name;
    this.args = args;
    this.folder = environment.folder;
    this.#follower = follower;
    this.#environment = environment;
    this.#script = script;
    this.#output = output;
    this.#span = span;
  }

  get place(): Place {
    return this.#environment.place;
  }

  get input(): Input {
    return this.#environment.input;
  }

  get downloads(): Set<string> {
    return this.#environment.downloads;
  }

  get files(): ReadonlyMap<string, Source> {
    return this.#environment.files;
  }

  moveTo(folder: string): void {
    this.#script.folder = folder;
  }

  report(rule: string, confidence: number, at?: Span): void {
    const { reporter } = this.#follower;
    if (!reporter.isFull(rule))
      reporter.report(rule, confidence, at ?? this.#ownSpan(), this.#environment);
  }

  run(args: readonly Argument[], options: RunOptions = {}): void {
    const environment = forkEnvironment(this.#environment, options);
    this.#follower.runArgv(args, environment, this.#script, this.#output);
  }

  mayRead(text: Source): boolean {
    if (this.#follower.spend(TEXT_COST + CHARACTER_COST * text.text.length)) return true;
    this.report('shell-unreadable', 0.5);
    return false;
  }

  runText(source: Source, options: RunOptions = {}): void {
    this.#follower.runSource(source, forkEnvironment(this.#environment, options));
  }

  setVariable(name: string, value: string): void {
    this.#environment.variables.set(name, value.slice(0, MAX_VALUE));
  }

  setAlias(name: string, text: string): void {
    const { aliases } = this.#environment;
    if (aliases.size < MAX_ALIASES) aliases.set(name, text.slice(0, MAX_VALUE));
  }

  save(path: string, content: Input, appended: boolean): void {
    rememberFile(path, content, appended, this.#environment);
    if (isGitHook(path)) for (const text of content.texts) this.runText(text);
  }

  emit(value: Input): void {
    this.#output.value = value;
  }

  #ownSpan(): Span {
    if (this.#span === undefined) {
      const last = this.args.at(-1) ?? this.name;
      this.#span = {
        start: Math.min(this.name.start, last.start),
        end: Math.max(this.name.end, last.end),
      };
    }
    return this.#span;
  }
}
