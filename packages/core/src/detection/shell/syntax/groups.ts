import type { Command } from './syntax.ts';

/** What an opening word or parenthesis began. */
export type GroupKind = '(' | '{' | 'if' | 'loop' | 'case';

export interface Group {
  readonly kind: GroupKind;
  /** Index of its first command. */
  readonly first: number;
  /** What is piped into it. */
  readonly upstream: Command['upstream'];
  readonly scope: number;
  /** Directly inside `((`. */
  readonly arithmetic: boolean;
  /** The command whose argument the group is: PowerShell's `iex (…)`. */
  readonly reader: Command | undefined;
}

/** What a reserved word does: opens a group, closes one, or may stand before a command without being one. */
export type Reserved =
  | { readonly opens: GroupKind; readonly named: boolean }
  | { readonly closes: GroupKind }
  | 'skipped';

const RESERVED: ReadonlyMap<string, Reserved> = new Map<string, Reserved>([
  ['{', { opens: '{', named: false }],
  ['if', { opens: 'if', named: false }],
  ['while', { opens: 'loop', named: false }],
  ['until', { opens: 'loop', named: false }],
  ['for', { opens: 'loop', named: true }],
  ['select', { opens: 'loop', named: true }],
  ['case', { opens: 'case', named: true }],
  ['}', { closes: '{' }],
  ['fi', { closes: 'if' }],
  ['done', { closes: 'loop' }],
  ['esac', { closes: 'case' }],
  ...['then', 'else', 'elif', 'do', '!', 'coproc'].map((word) => [word, 'skipped'] as const),
  // Prompts of copied sessions.
  ...['$', '%', '❯', '➜'].map((word) => [word, 'skipped'] as const),
]);
const LONGEST_RESERVED = 6;

/** What an unquoted word means where a command may begin. */
export function reservedWord(word: string): Reserved | undefined {
  return word.length > LONGEST_RESERVED ? undefined : RESERVED.get(word);
}

/** The groups open at a position of one script. */
export class Groups {
  /** Parents of the subshells; {@link Script.scopes}. */
  readonly scopes: number[] = [-1];
  readonly #open: Group[] = [];
  readonly #outer: boolean;
  readonly #count: Record<GroupKind, number> = { '(': 0, '{': 0, if: 0, loop: 0, case: 0 };

  constructor(arithmetic: boolean) {
    this.#outer = arithmetic;
  }

  get top(): Group | undefined {
    return this.#open[this.#open.length - 1];
  }

  get scope(): number {
    return this.top?.scope ?? 0;
  }

  get upstream(): Command['upstream'] {
    return this.top?.upstream ?? null;
  }

  get arithmetic(): boolean {
    return this.top?.arithmetic ?? this.#outer;
  }

  has(kind: GroupKind): boolean {
    return this.#count[kind] > 0;
  }

  push(
    kind: GroupKind,
    first: number,
    upstream: Command['upstream'],
    arithmetic = false,
    reader?: Command,
  ): void {
    let scope = this.scope;
    if (kind === '(') scope = this.scopes.push(scope) - 1;
    this.#count[kind]++;
    upstream ??= this.upstream;
    this.#open.push({ kind, first, upstream, scope, arithmetic, reader });
  }

  /** Closes the innermost group of a kind and whatever was left open in it. */
  pop(kind: GroupKind): Group | undefined {
    if (!this.has(kind)) return undefined;
    for (;;) {
      const group = this.#open.pop();
      if (group === undefined) return undefined;
      this.#count[group.kind]--;
      if (group.kind === kind) return group;
    }
  }
}
