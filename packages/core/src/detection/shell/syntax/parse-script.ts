import { Code, isDigit } from './chars.ts';
import { CommandBuilder } from './command-builder.ts';
import { type Group, Groups, reservedWord } from './groups.ts';
import { readEmbedded, readHeredocs } from './read-heredocs.ts';
import { readRedirect } from './read-redirect.ts';
import { readWord } from './read-word.ts';
import { Scanner } from './scanner.ts';
import type { Command, ParsedText, Script, Word } from './syntax.ts';

/** Reads a whole text as a shell script. Total, and linear in the length of the text. */
export function parseText(text: string): ParsedText {
  const scanner = new Scanner(text, parseScript);
  const script = parseScript(scanner, '', false);
  return {
    script,
    gaps: scanner.gaps,
    looksLikeCode: scanner.looksLikeCode,
    unclosed: scanner.unclosed,
  };
}

/** PowerShell commands that run the value of the parentheses behind them. */
const READERS = /^(?:iex|invoke-expression)$/i;

/** Reads commands up to the terminator, or to the end of what the scanner may read. */
export function parseScript(scanner: Scanner, terminator: ')' | '', arithmetic: boolean): Script {
  return new ScriptParser(scanner, arithmetic).parse(terminator === ')');
}

const NO_NAMES: ReadonlySet<string> = new Set();

class ScriptParser {
  readonly #scanner: Scanner;
  readonly #groups: Groups;
  readonly #commands: Command[] = [];
  #functions: Set<string> | undefined;
  #current: CommandBuilder | undefined;
  /** What the next command reads. */
  #upstream: Command['upstream'] = null;
  /** Commands of the group that just closed, should a pipe follow. */
  #closed: Command['upstream'] = null;
  /** The position behind the parenthesis that was opened last. */
  #justOpened = -1;

  constructor(scanner: Scanner, arithmetic: boolean) {
    this.#scanner = scanner;
    this.#groups = new Groups(arithmetic);
  }

  parse(closable: boolean): Script {
    const scanner = this.#scanner;
    while (scanner.pos < scanner.end) {
      const code = scanner.peek();
      if (code === Code.space || code === Code.tab || code === Code.return) scanner.pos++;
      else if (code === Code.backslash && this.#skipContinuation()) continue;
      else if (code === Code.newline) this.#newline();
      else if (code === Code.semicolon) this.#separate(1);
      else if (code === Code.ampersand) this.#ampersand();
      else if (code === Code.pipe) this.#pipe();
      else if (code === Code.open) this.#open();
      else if (code === Code.close) {
        if (this.#close(closable)) return this.#script(true);
      } else if (code === Code.hash) this.#skipComment();
      else if (isRedirect(scanner, code)) this.#redirect();
      else this.#word();
    }
    if (closable) scanner.unclosed = true;
    return this.#script(false);
  }

  #script(closed: boolean): Script {
    this.#flush(false);
    if (closed) this.#scanner.pos++;
    return {
      text: this.#scanner.text,
      commands: this.#commands,
      scopes: this.#groups.scopes,
      functions: this.#functions ?? NO_NAMES,
    };
  }

  /** Ends the current command. Returns whether there was one. */
  #flush(piped: boolean): boolean {
    const current = this.#current;
    if (current === undefined) return false;
    const upstream = this.#upstream ?? this.#groups.upstream;
    const place = { upstream, scope: this.#groups.scope, piped };
    this.#commands.push(current.build(this.#scanner.pos, place));
    this.#current = undefined;
    this.#upstream = null;
    this.#scanner.countCommand();
    return true;
  }

  #separate(width: number): void {
    this.#flush(false);
    this.#upstream = null;
    this.#closed = null;
    this.#scanner.pos += width;
  }

  #newline(): void {
    // After a pipe the command may go on in the next line.
    if (this.#current === undefined && this.#upstream !== null) this.#scanner.pos++;
    else this.#separate(1);
    readHeredocs(this.#scanner);
  }

  #ampersand(): void {
    const next = this.#scanner.peek(1);
    if (next === Code.greater) this.#redirect();
    else this.#separate(next === Code.ampersand ? 2 : 1);
  }

  #pipe(): void {
    const scanner = this.#scanner;
    const next = scanner.peek(1);
    if (next === Code.pipe) {
      this.#separate(2);
      return;
    }
    const closed = this.#closed;
    const index = this.#commands.length;
    const flushed = this.#flush(true);
    // A group's own redirections make an empty command behind it.
    this.#upstream = closed ?? (flushed ? [index, index + 1] : null);
    this.#closed = null;
    scanner.pos += next === Code.ampersand ? 2 : 1;
  }

  #open(): void {
    const scanner = this.#scanner;
    const before = scanner.pos > 0 ? scanner.text.charCodeAt(scanner.pos - 1) : Code.space;
    const name = this.#current?.words.at(-1);
    const definition = /^\([ \t]*\)/.test(scanner.text.slice(scanner.pos, scanner.pos + 8));
    if (name !== undefined && definition) {
      (this.#functions ??= new Set()).add(name.value);
    } else if (name?.end === scanner.pos && /[\w\]]/.test(String.fromCharCode(before))) {
      scanner.looksLikeCode = true;
    }
    const upstream = this.#upstream;
    const reader =
      this.#flush(false) && READERS.test(name?.value ?? '') ? this.#commands.at(-1) : undefined;
    const doubled = this.#justOpened === scanner.pos || scanner.peek(1) === Code.open;
    const arithmetic = doubled || this.#groups.arithmetic;
    this.#groups.push('(', this.#commands.length, upstream, arithmetic, reader);
    this.#upstream = null;
    this.#closed = null;
    scanner.pos++;
    this.#justOpened = scanner.pos;
  }

  /** Returns whether the parenthesis closes the script itself. */
  #close(closable: boolean): boolean {
    if (this.#groups.has('(')) {
      this.#flush(false);
      // The parenthesis behind a pattern of `case`.
      if (this.#groups.top?.kind !== 'case') this.#endGroup(this.#groups.pop('('));
      this.#scanner.pos++;
      return false;
    }
    if (closable && !this.#groups.has('case')) return true;
    this.#separate(1);
    return false;
  }

  #endGroup(group: Group | undefined): void {
    this.#upstream = null;
    this.#closed = group === undefined ? null : [group.first, this.#commands.length];
    if (group?.reader !== undefined)
      this.#commands.push({ ...group.reader, upstream: this.#closed });
  }

  #skipContinuation(): boolean {
    const { text, pos } = this.#scanner;
    if (text.startsWith('\\\n', pos)) this.#scanner.pos += 2;
    else if (text.startsWith('\\\r\n', pos)) this.#scanner.pos += 3;
    else return false;
    return true;
  }

  #skipComment(): void {
    const scanner = this.#scanner;
    const newline = scanner.text.indexOf('\n', scanner.pos);
    const stop = newline === -1 ? scanner.end : Math.min(newline, scanner.end);
    if (this.#groups.arithmetic) {
      // Arithmetic knows no comments: what is substituted there runs.
      this.#current ??= new CommandBuilder(scanner.pos);
      readEmbedded(scanner, scanner.pos, stop, this.#current.embedded);
    }
    scanner.pos = stop;
  }

  #redirect(): void {
    this.#current ??= new CommandBuilder(this.#scanner.pos);
    readRedirect(this.#scanner, this.#current, this.#groups.arithmetic);
  }

  #word(): void {
    const scanner = this.#scanner;
    const before = scanner.pos;
    const word = readWord(scanner);
    // A word may be empty where `$IFS` stands; whatever could not be read is stepped over.
    if (scanner.pos === before) scanner.pos++;
    if (word.value === '' && !word.quoted) return;
    const next = scanner.peek();
    if ((next === Code.less || next === Code.greater) && !word.quoted && isNumber(word.value))
      return;
    if (!this.#reserved(word)) (this.#current ??= new CommandBuilder(word.start)).words.push(word);
  }

  /** Treats a reserved word; false if the word is an ordinary one. */
  #reserved(word: Word): boolean {
    if (word.quoted || word.expansions.length > 0) return false;
    if (this.#current !== undefined && !this.#current.atStart) {
      if (word.value !== '{' || !this.#current.startsWith('function')) return false;
      this.#flush(false);
    }
    const reserved = reservedWord(word.value);
    if (reserved === undefined) return false;
    if (reserved === 'skipped') return true;
    if ('closes' in reserved) {
      this.#endGroup(this.#groups.pop(reserved.closes));
      return true;
    }
    this.#groups.push(reserved.opens, this.#commands.length, this.#upstream);
    this.#upstream = null;
    this.#closed = null;
    return !reserved.named;
  }
}

function isRedirect(scanner: Scanner, code: number): boolean {
  if (code !== Code.less && code !== Code.greater) return false;
  return scanner.peek(1) !== Code.open;
}

function isNumber(value: string): boolean {
  if (value.length === 0 || value.length > 4) return false;
  for (let index = 0; index < value.length; index++)
    if (!isDigit(value.charCodeAt(index))) return false;
  return true;
}
