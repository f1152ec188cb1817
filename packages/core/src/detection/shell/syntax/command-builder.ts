import type { Command, Heredoc, Redirect, Script, Word } from './syntax.ts';

const NONE: readonly never[] = [];

/** A simple command while it is being read. */
export class CommandBuilder {
  readonly start: number;
  readonly words: Word[] = [];
  // Few commands have any of these: the lists are made when the first one comes.
  #redirects: Redirect[] | undefined;
  #heredocs: Heredoc[] | undefined;
  #embedded: Script[] | undefined;

  constructor(start: number) {
    this.start = start;
  }

  get redirects(): Redirect[] {
    return (this.#redirects ??= []);
  }

  get heredocs(): Heredoc[] {
    return (this.#heredocs ??= []);
  }

  get embedded(): Script[] {
    return (this.#embedded ??= []);
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
      redirects: this.#redirects ?? NONE,
      heredocs: this.#heredocs ?? NONE,
      embedded: this.#embedded ?? NONE,
      start: this.start,
      end,
      upstream: place.upstream,
      scope: place.scope,
      piped: place.piped,
    };
  }
}
