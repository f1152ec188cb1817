import type { Command, Heredoc, Redirect, Script, Word } from './syntax.ts';

/** A simple command while it is being read. */
export class CommandBuilder {
  readonly start: number;
  readonly words: Word[] = [];
  readonly redirects: Redirect[] = [];
  readonly heredocs: Heredoc[] = [];
  readonly embedded: Script[] = [];

  constructor(start: number) {
    this.start = start;
  }

  /** Whether nothing but redirections has been read: a reserved word still counts as one. */
  get atStart(): boolean {
    return this.words.length === 0;
  }

  /** Whether its first word is this one, unquoted. */
  startsWith(name: string): boolean {
    const first = this.words[0];
    return first !== undefined && !first.quoted && first.value === name;
  }

  build(end: number, place: Pick<Command, 'upstream' | 'scope' | 'piped'>): Command {
    return {
      words: this.words,
      redirects: this.redirects,
      heredocs: this.heredocs,
      embedded: this.embedded,
      start: this.start,
      end,
      ...place,
    };
  }
}
