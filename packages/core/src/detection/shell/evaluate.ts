import type { AnalyzerFinding } from '../analyzer.ts';
import type { Span } from '../detection.ts';
import { argumentOf, toArgument, toArguments, type Argument } from './argument.ts';
import { assign, assignmentOf } from './assignment.ts';
import { Call, type Follower } from './call.ts';
import { forkEnvironment, newEnvironment, type Environment } from './environment.ts';
import { Folders } from './folders.ts';
import { findSelfPiping } from './fork-bomb.ts';
import { inputOf, withoutTexts } from './input.ts';
import { NO_INPUT, type Check, type Input } from './invocation.ts';
import { programName } from './program-name.ts';
import { runBy } from './run-variables.ts';
import { checkRedirect } from './rules/redirects.ts';
import { Reporter } from './reporter.ts';
import { joinSources, type Source } from './source.ts';
import { parseText } from './syntax/parse-script.ts';
import { locateInSource } from './syntax/source-map.ts';
import type { Command, Script } from './syntax/syntax.ts';
import { MAX_LEVEL, type WorkBudget } from './work-budget.ts';
import { isGitHook, rememberWrites } from './written-files.ts';

/** Looks up the checks of a program. */
export type CheckTable = (program: string) => readonly Check[];

// Work that following things costs, as compared with reading one character.
const SCRIPT_COST = 64;
const COMMAND_COST = 32;
const WORD_COST = 8;
const CALL_COST = 24;
const ARGUMENT_COST = 4;
/** Text that some command runs is read through the places of all texts around it. */
const NESTED_COST = 3;

/** Follows the commands of one text and collects what they would do. */
export class Evaluator implements Follower {
  readonly reporter = new Reporter();
  readonly #budget: WorkBudget;
  readonly #checks: CheckTable;
  #looksLikeCode = false;

  constructor(budget: WorkBudget, checks: CheckTable) {
    this.#budget = budget;
    this.#checks = checks;
  }

  get findings(): readonly AnalyzerFinding[] {
    return this.reporter.findings;
  }

  /** Whether some text read so far is probably not shell but a programming language. */
  get looksLikeCode(): boolean {
    return this.#looksLikeCode;
  }

  spend(work: number): boolean {
    return this.#budget.spend(work);
  }

  /** Reads a text as shell and follows what it runs. Returns whether all its quotes were closed. */
  runSource(source: Source, environment: Environment): boolean {
    const end = source.text.length;
    if (end === 0) return true;
    if (
      environment.level > MAX_LEVEL ||
      !this.#budget.spend(environment.level === 0 ? end : NESTED_COST * end)
    ) {
      this.reporter.unreadable(source, 0, end, environment);
      return true;
    }
    const parsed = parseText(source.text);
    this.#looksLikeCode ||= parsed.looksLikeCode;
    for (const gap of parsed.gaps)
      this.reporter.unreadable(source, gap.start, gap.end, environment);
    this.#runScript(parsed.script, (index) => source.locate(index), environment);
    return !parsed.unclosed;
  }

  #runScript(
    script: Script,
    locate: (index: number) => number,
    outer: Environment,
    read = outer.input,
  ): void {
    this.#budget.spend(SCRIPT_COST);
    const environment = { ...outer, input: read };
    const folders = new Folders(outer.folder, script.scopes);
    const outputs: Input[] = [];
    findSelfPiping(script, locate, environment, this.reporter);
    if (script.functions.size > 0 && script.commands.some(runsItsArguments))
      for (const name of script.functions) environment.aliases.set(name, '');
    for (const command of script.commands) {
      if (!this.#budget.spend(COMMAND_COST + WORD_COST * command.words.length)) {
        this.reporter.unreadable(
          { text: script.text, locate },
          command.start,
          script.text.length,
          environment,
        );
        break;
      }
      environment.folder = folders.of(command.scope);
      const input = inputOf(command, script, outputs, read, locate, environment);
      outputs.push(this.#runCommand(command, script, locate, environment, input));
      if (!command.piped && command.upstream === null)
        folders.moved(command.scope, environment.folder);
    }
    outer.folder = folders.of(0);
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
      const run = runBy(assignment, value, environment.files);
      if (run !== undefined) this.runSource(run, forkEnvironment(environment, {}));
    }
    this.#runSubstitutions(command, locate, environment);
    const rest = first === 0 ? words : words.slice(first);
    const args = toArguments(rest, script, environment.variables, locate);
    const name = args[0];
    if (command.redirects.length > 0 && name?.text !== '[[') {
      for (const redirect of command.redirects) {
        const target = toArgument(redirect.target, script, environment.variables, locate);
        checkRedirect(redirect.operator, target, name, environment, this.reporter);
      }
    }
    const output = { value: withoutTexts(input) };
    const own = input === environment.input ? environment : { ...environment, input };
    if (name !== undefined) this.runArgv(args, own, environment, output);
    else if (command.redirects.length > 0) output.value = input;
    rememberWrites(command, output.value, environment);
    this.#runGitHooks(command, output.value, environment);
    return output.value;
  }

  /** `echo cmd > .git/hooks/pre-commit`. */
  #runGitHooks({ redirects }: Command, output: Input, environment: Environment): void {
    if (!redirects.some((one) => one.operator.startsWith('>') && isGitHook(one.target.value)))
      return;
    for (const text of output.texts) this.runSource(text, forkEnvironment(environment, {}));
  }

  /** Follows the commands substituted into a command's words, targets and heredoc lines. */
  #runSubstitutions(
    command: Command,
    locate: (index: number) => number,
    environment: Environment,
  ): void {
    // Their nesting is bounded by the parser; a folder that they move to is theirs alone.
    let nested: Environment | undefined;
    const follow = (script: Script | undefined): void => {
      if (script === undefined) return;
      nested ??= { ...environment };
      this.#runNested(script, locate, nested);
    };
    for (const word of command.words) for (const { script } of word.expansions) follow(script);
    for (const { target } of command.redirects)
      for (const { script } of target.expansions) follow(script);
    for (const script of command.embedded) follow(script);
  }

  #runNested(script: Script, locate: (index: number) => number, environment: Environment): void {
    const map = script.map;
    const inner =
      map === undefined ? locate : (index: number): number => locate(locateInSource(map, index));
    this.#runScript(script, inner, environment, NO_INPUT);
  }

  /** Follows one command line: its checks, and through them whatever it runs in turn. */
  runArgv(
    argv: readonly Argument[],
    environment: Environment,
    script: Environment,
    output: { value: Input },
  ): void {
    const [name, ...args] = argv;
    if (name === undefined) return;
    const call = new Call(this, programName(name), name, args, environment, script, output);
    const cost = CALL_COST + ARGUMENT_COST * argv.length;
    if (environment.level > MAX_LEVEL || !this.#budget.spend(cost)) {
      call.report('shell-unreadable', 0.5);
      return;
    }
    const alias = environment.aliases.size > 0 ? environment.aliases.get(name.text) : undefined;
    if (alias !== undefined) this.#runAlias(alias, argv, environment);
    for (const check of this.#checks(call.program)) check(call);
  }

  /** `alias x='rm -rf'; x /`, or a function that runs its arguments. */
  #runAlias(alias: string, argv: readonly Argument[], environment: Environment): void {
    const rest = joinSources(argv.slice(1));
    const skipped = alias === '' ? 0 : alias.length + 1;
    const source = {
      text: alias === '' ? rest.text : `${alias} ${rest.text}`,
      locate: (index: number): number =>
        index < skipped ? (argv[0]?.start ?? 0) : rest.locate(index - skipped),
    };
    this.runSource(source, forkEnvironment(environment, {}));
  }

  /** Looks at a whole text with one check, as if a program had been given it. */
  look(source: Source, check: Check): void {
    if (source.text.length === 0) return;
    const environment = newEnvironment();
    const name = argumentOf(source).with('');
    const output = { value: NO_INPUT };
    check(new Call(this, '', name, [], environment, environment, output, spanOf(source)));
  }
}

/** `"$@"`, `$1 …`: the command is what a function was given. */
function runsItsArguments({ words }: Command): boolean {
  return /^[@*1]$/.test(words[0]?.expansions[0]?.name ?? '');
}

function spanOf(source: Source): Span {
  return { start: source.locate(0), end: source.locate(source.text.length - 1) + 1 };
}
