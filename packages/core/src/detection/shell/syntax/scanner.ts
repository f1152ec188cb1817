import type { Span } from '../../detection.ts';
import type { Heredoc, Script } from './syntax.ts';

/** Deepest nesting of substitutions that is read; what is nested deeper becomes a gap. */
export const MAX_NESTING = 32;

/** Commands read from one text: these, and one for every few characters. The rest becomes a gap. */
const MIN_COMMANDS = 16_384;
const CHARS_PER_COMMAND = 10;

/** Words looked for as lines in one text. */
const MAX_DELIMITERS = 64;

/** A heredoc whose lines have not been reached yet. */
export interface PendingHeredoc {
  readonly delimiter: string;
  /** A quoted delimiter: nothing in the lines is expanded. */
  readonly literal: boolean;
  /** `<<-`: leading tabs do not count. */
  readonly stripTabs: boolean;
  readonly heredocs: Heredoc[];
  readonly embedded: Script[];
}

/** Parses the commands of a substitution; stops behind `terminator`, or at the end where it is empty. */
export type NestedParser = (scanner: Scanner, terminator: ')' | '', arithmetic: boolean) => Script;

function newAllowance(text: string): { commands: number } {
  return { commands: MIN_COMMANDS + Math.floor(text.length / CHARS_PER_COMMAND) };
}

/** The reading position in one text, and what reading it has shown so far. */
export class Scanner {
  readonly text: string;
  readonly nested: NestedParser;
  pos = 0;
  end: number;
  depth = 0;
  readonly gaps: Span[] = [];
  heredocs: PendingHeredoc[] = [];
  looksLikeCode = false;
  unclosed = false;

  /** Shared by the scanners of the texts inside this one. */
  readonly #allowance: { commands: number };

  /** `around` is the scanner of the text that this one was decoded from. */
  constructor(text: string, nested: NestedParser, around?: Scanner) {
    this.text = text;
    this.nested = nested;
    this.end = text.length;
    this.depth = around?.depth ?? 0;
    this.#allowance = around === undefined ? newAllowance(text) : around.#allowance;
  }

  /** Counts a command. Past the bound the rest of the readable text is given up as a gap. */
  countCommand(): void {
    if (--this.#allowance.commands < 0) this.#giveUp();
  }

  #lines: Map<string, boolean> | undefined;

  /** Whether a line further on consists of this word, tabs before it not counted. Looks for a bounded number of words. */
  hasLine(word: string): boolean {
    if (!/^[A-Za-z_][\w.-]{0,63}$/.test(word)) return false;
    const lines = (this.#lines ??= new Map<string, boolean>());
    let found = lines.get(word);
    if (found === undefined) {
      if (lines.size >= MAX_DELIMITERS) return false;
      found = new RegExp(`\\n\\t*${word.replaceAll('.', '\\.')}\\r?(?:\\n|$)`).test(this.text);
      lines.set(word, found);
    }
    return found;
  }

  /** Code of the character `offset` places ahead, or -1 past the end. */
  peek(offset = 0): number {
    const index = this.pos + offset;
    return index < this.end ? this.text.charCodeAt(index) : -1;
  }

  /** Whether nesting may go one deeper. If not, the rest of the readable text is given up as a gap. */
  enter(): boolean {
    this.countCommand();
    if (this.depth < MAX_NESTING) {
      this.depth++;
      return true;
    }
    this.#giveUp();
    return false;
  }

  /** Gives up what has become readable again, should the bound have been passed inside a part of it. */
  stopIfSpent(): void {
    if (this.#allowance.commands < 0) this.#giveUp();
  }

  #giveUp(): void {
    if (this.pos < this.end) this.gaps.push({ start: this.pos, end: this.end });
    this.pos = this.end;
  }

  leave(): void {
    this.depth--;
  }
}
