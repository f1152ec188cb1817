import type { Span } from '../../detection.ts';
import type { Heredoc, Script } from './syntax.ts';

/** Deepest nesting of substitutions that is read; what is nested deeper becomes a gap. */
export const MAX_NESTING = 32;

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

  constructor(text: string, nested: NestedParser, depth = 0) {
    this.text = text;
    this.nested = nested;
    this.end = text.length;
    this.depth = depth;
  }

  /** Code of the character `offset` places ahead, or -1 past the end. */
  peek(offset = 0): number {
    const index = this.pos + offset;
    return index < this.end ? this.text.charCodeAt(index) : -1;
  }

  /** Whether nesting may go one deeper. If not, the rest of the readable text is given up as a gap. */
  enter(): boolean {
    if (this.depth < MAX_NESTING) {
      this.depth++;
      return true;
    }
    if (this.pos < this.end) this.gaps.push({ start: this.pos, end: this.end });
    this.pos = this.end;
    return false;
  }

  leave(): void {
    this.depth--;
  }
}
