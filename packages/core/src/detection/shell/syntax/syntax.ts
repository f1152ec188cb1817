import type { Span } from '../../detection.ts';
import type { SourceMap } from './source-map.ts';

/**
 * What a shell text is made of, as far as finding commands needs it. All positions are indexes into
 * the text of the script that holds them.
 */

/** `$NAME`, `${NAME…}`, `$(…)`, `` `…` `` or `<(…)` inside a word. */
export interface Expansion {
  /** Where it stands in the word's value. */
  readonly at: number;
  readonly end: number;
  /** Name of the variable, or undefined for a substituted command. */
  readonly name?: string;
  /** What `${NAME:-…}` gives when the variable is unset or empty. */
  readonly fallback?: string;
  /** The substituted command. */
  readonly script?: Script;
  /** `<(…)`: a file that holds what the command prints, not the text itself. */
  readonly process?: boolean;
  readonly quoted: boolean;
}

/** One word of a command, quotes and escapes already taken away. */
export interface Word {
  /** Variables stand in it as written, a substituted command as `$()`. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Some part of it was quoted or escaped. */
  readonly quoted: boolean;
  readonly expansions: readonly Expansion[];
  readonly map: SourceMap;
}

export interface Redirect {
  /** `>`, `>>`, `>|`, `&>`, `<`, `<<<`, `>&`, … */
  readonly operator: string;
  readonly target: Word;
}

/** The lines that `<<` feeds to a command. */
export interface Heredoc {
  readonly start: number;
  readonly end: number;
}

/** A simple command: assignments, words, redirections. */
export interface Command {
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly heredocs: readonly Heredoc[];
  /** Commands substituted inside heredoc lines. */
  readonly embedded: readonly Script[];
  readonly start: number;
  readonly end: number;
  /** Indexes `[from, to)` of the commands whose output this one reads. */
  readonly upstream: readonly [from: number, to: number] | null;
  /** Subshell it runs in, an index into {@link Script.scopes}. */
  readonly scope: number;
  /** Its output goes to the next command. */
  readonly piped: boolean;
}

export interface Script {
  readonly text: string;
  /** Set when `text` was decoded from the enclosing text: maps its indexes to there. */
  readonly map?: SourceMap;
  readonly commands: readonly Command[];
  /** The parent of each subshell; -1 for the script itself, which is number 0. */
  readonly scopes: readonly number[];
  /** Names that the script defines as functions: `f() …`. */
  readonly functions: ReadonlySet<string>;
}

/** A whole text as parsed. */
export interface ParsedText {
  readonly script: Script;
  /** Parts nested too deeply to read. */
  readonly gaps: readonly Span[];
  /** Some `name(` that no shell would accept: probably another language. */
  readonly looksLikeCode: boolean;
  /** A quote or substitution was never closed. */
  readonly unclosed: boolean;
}
