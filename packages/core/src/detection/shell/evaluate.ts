import type { AnalyzerFinding } from '../analyzer.ts';
import type { Span } from '../detection.ts';
import { argumentOf, toArgument, toArguments, type Argument } from './argument.ts';
import { assignmentOf, type Environment, forkEnvironment } from './environment.ts';
import { findSelfPiping } from './fork-bomb.ts';
import { NO_INPUT, type Check, type Input, type Invocation } from './invocation.ts';
import { programName } from './program-name.ts';
import { decodedVariable, fetchedVariable, originOf } from './origin.ts';
import { RUN_VARIABLES } from './run-variables.ts';
import { checkRedirect } from './rules/redirects.ts';
import { Reporter } from './reporter.ts';
import { sourceFrom, type Source } from './source.ts';
import { parseText } from './syntax/parse-script.ts';
import { locateInSource } from './syntax/source-map.ts';
import type { Command, Script } from './syntax/syntax.ts';
import { MAX_LEVEL, WorkBudget } from './work-budget.ts';

/** Looks up the checks of a program. */
export type CheckTable = (program: string) => readonly Check[];

/** Follows the commands of one text and collects what they would do. */
export class Evaluator {
  readonly #reporter = new Reporter();
  readonly #budget: WorkBudget;
  readonly #checks: CheckTable;
  #looksLikeCode = false;

  constructor(length: number, checks: CheckTable) {
    this.#budget = new WorkBudget(length);
    this.#checks = checks;
  }

  get findings(): readonly AnalyzerFinding[] {
    return this.#reporter.findings;
  }

  /** Whether some text read so far is probably not shell but a programming language. */
  get looksLikeCode(): boolean {
    return this.#looksLikeCode;
  }

  /** Reads a text as shell and follows what it runs. Returns whether all its quotes were closed. */
  runSource(source: Source, environment: Environment): boolean {
    const end = source.text.length;
    if (end === 0) return true;
    if (environment.level > MAX_LEVEL || !this.#budget.spend(end)) {
      this.#reporter.unreadable(source, 0, end, environment);
      return true;
    }
    const parsed = parseText(source.text);
    this.#looksLikeCode ||= parsed.looksLikeCode;
    for (const gap of parsed.gaps)
      this.#reporter.unreadable(source, gap.start, gap.end, environment);
    this.#runScript(parsed.script, (index) => source.locate(index), environment);
    return !parsed.unclosed;
  }

  #runScript(script: Script, locate: (index: number) => number, outer: Environment): void {
    const environment = { ...outer, downloads: outer.downloads };
    const folders = new Map<number, string>([[0, outer.folder]]);
    const outputs: Input[] = [];
    findSelfPiping(script, locate, environment, this.#reporter);
    for (const command of script.commands) {
      environment.folder = folderOf(command.scope, script, folders);
      const input = inputOf(command, script, outputs, outer.input, locate, environment);
      const output = this.#runCommand(command, script, locate, environment, input);
      outputs.push(output);
      if (!command.piped && command.upstream === null)
        folders.set(command.scope, environment.folder);
    }
    outer.folder = folders.get(0) ?? outer.folder;
  }

  #runCommand(
    command: Command,
    script: Script,
    locate: (index: number) => number,
    environment: Environment,
    input: Input,
  ): Input {
    const words = command.words;
    let first = 0;
    for (; first < words.length; first++) {
      const word = words[first];
      const assignment = word === undefined ? undefined : assignmentOf(word);
      if (word === undefined || assignment === undefined) break;
      const value = toArgument(word, script, environment.variables, locate);
      assign(environment, assignment, value);
      if (RUN_VARIABLES.test(assignment))
        this.runSource(sourceFrom(value, assignment.length + 1), forkEnvironment(environment, {}));
    }
    this.#runSubstitutions(command, locate, environment);
    const args = toArguments(words.slice(first), script, environment.variables, locate);
    this.#budget.spend(args.length);
    const name = args[0];
    if (name?.text !== '[[') {
      for (const redirect of command.redirects) {
        const target = toArgument(redirect.target, script, environment.variables, locate);
        checkRedirect(redirect.operator, target, name, environment, this.#reporter);
      }
    }
    const output = { value: { ...input, texts: [] } as Input };
    if (name !== undefined) this.#runArgv(args, { ...environment, input }, environment, output);
    else if (command.redirects.length > 0) output.value = input;
    if (output.value.fetched) rememberDownloads(command, environment);
    return output.value;
  }

  /** Follows the commands substituted into a command's words, targets and heredoc lines. */
  #runSubstitutions(
    command: Command,
    locate: (index: number) => number,
    environment: Environment,
  ): void {
    // Their nesting is bounded by the parser.
    const nested = { ...environment };
    const targets = command.redirects.map((redirect) => redirect.target);
    for (const word of command.words.concat(targets)) {
      for (const { script } of word.expansions)
        if (script !== undefined) this.#runNested(script, locate, nested);
    }
    for (const script of command.embedded) this.#runNested(script, locate, nested);
  }

  #runNested(script: Script, locate: (index: number) => number, environment: Environment): void {
    const map = script.map;
    const inner =
      map === undefined ? locate : (index: number): number => locate(locateInSource(map, index));
    this.#runScript(script, inner, { ...environment, input: NO_INPUT });
  }

  /** Follows one command line: its checks, and through them whatever it runs in turn. */
  #runArgv(
    argv: readonly Argument[],
    environment: Environment,
    script: Environment,
    output: { value: Input },
  ): void {
    const name = argv[0];
    const last = argv[argv.length - 1];
    if (name === undefined || last === undefined) return;
    const span = { start: Math.min(name.start, last.start), end: Math.max(name.end, last.end) };
    if (environment.level > MAX_LEVEL || !this.#budget.spend(argv.length)) {
      this.#reporter.report('shell-unreadable', 0.5, span, environment);
      return;
    }
    const call = this.#invocation(name, argv.slice(1), span, environment, script, output);
    for (const check of this.#checks(call.program)) check(call);
  }

  /** Looks at a whole text with one check, as if a program had been given it. */
  look(source: Source, environment: Environment, check: Check): void {
    const end = source.text.length;
    if (end === 0) return;
    const span = { start: source.locate(0), end: source.locate(end - 1) + 1 };
    const name = argumentOf(source).with('');
    check(this.#invocation(name, [], span, environment, environment, { value: NO_INPUT }));
  }

  #invocation(
    name: Argument,
    args: readonly Argument[],
    span: Span,
    environment: Environment,
    script: Environment,
    output: { value: Input },
  ): Invocation {
    return {
      program: programName(name),
      name,
      args,
      place: environment.place,
      input: environment.input,
      folder: environment.folder,
      downloads: environment.downloads,
      moveTo: (folder) => {
        script.folder = folder;
      },
      report: (rule, confidence, at = span) => {
        this.#reporter.report(rule, confidence, at, environment);
      },
      run: (rest, options = {}) => {
        this.#runArgv(rest, forkEnvironment(environment, options), script, output);
      },
      runText: (source, options = {}) => {
        this.runSource(source, forkEnvironment(environment, options));
      },
      emit: (value) => {
        output.value = value;
      },
    };
  }
}

/** `curl … > file`. */
function rememberDownloads(command: Command, environment: Environment): void {
  for (const { operator, target } of command.redirects) {
    if (!operator.startsWith('>')) continue;
    environment.downloads.add(target.value);
    environment.downloads.add(`./${target.value}`);
  }
}

/** Remembers what a variable holds; a folder that `mktemp` makes is a temporary one. */
function assign(environment: Environment, name: string, value: Argument): void {
  const { variables, downloads } = environment;
  const [made] = value.expansions;
  if (value.known) variables.set(name, value.text.slice(name.length + 1));
  else if (made?.script?.commands[0]?.words[0]?.value === 'mktemp')
    variables.set(name, '/tmp/made');
  else variables.delete(name);
  const { fetched, decoded } = originOf(value.expansions, downloads);
  mark(downloads, fetchedVariable(name), fetched);
  mark(downloads, decodedVariable(name), decoded);
}

function mark(set: Set<string>, key: string, on: boolean): void {
  if (on) set.add(key);
  else set.delete(key);
}

function folderOf(scope: number, script: Script, folders: Map<number, string>): string {
  const chain: number[] = [];
  let at = scope;
  while (at > 0 && !folders.has(at)) {
    chain.push(at);
    at = script.scopes[at] ?? 0;
  }
  const folder = folders.get(at) ?? '';
  for (const inner of chain) folders.set(inner, folder);
  return folder;
}

const MAX_TEXTS = 64;

/** What a command reads: the output of those piped into it, its heredocs and here-strings. */
function inputOf(
  command: Command,
  script: Script,
  outputs: readonly Input[],
  outer: Input,
  locate: (index: number) => number,
  environment: Environment,
): Input {
  const texts: Source[] = [];
  let { fetched, decoded } = outer;
  if (command.upstream === null) texts.push(...outer.texts);
  else {
    fetched = false;
    decoded = false;
    const [from, to] = command.upstream;
    for (let index = Math.max(from, to - MAX_TEXTS); index < to; index++) {
      const output = outputs[index];
      if (output === undefined) continue;
      fetched ||= output.fetched;
      decoded ||= output.decoded;
      texts.push(...output.texts.slice(0, MAX_TEXTS - texts.length));
    }
  }
  for (const { start, end } of command.heredocs) {
    texts.push({ text: script.text.slice(start, end), locate: (index) => locate(index + start) });
  }
  for (const { operator, target } of command.redirects) {
    if (operator === '<<<') texts.push(toArgument(target, script, environment.variables, locate));
    if (operator === '<' && target.value.endsWith('$()'))
      fetched ||= fetches(target.expansions[0]?.script);
  }
  return { fetched, decoded, piped: command.upstream !== null || outer.piped, texts };
}

function fetches(script: Script | undefined): boolean {
  return (
    script?.commands.some((command) => /^(?:curl|wget)$/.test(command.words[0]?.value ?? '')) ??
    false
  );
}
