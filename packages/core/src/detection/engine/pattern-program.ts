import { type CharSet, hasChar } from './char-set.ts';
import { mirror, type PatternNode, type PatternTest } from './pattern-node.ts';

/** What an instruction does. Its three operands follow it. */
export const OP = {
  match: 0,
  /** set */
  char: 1,
  /** set; the character before the place, for look-behinds */
  charBack: 2,
  /** set, least, most */
  run: 3,
  runBack: 4,
  /** the instruction to go on with when the next one fails */
  split: 5,
  /** instruction */
  jump: 6,
  /** loop */
  enter: 7,
  /** loop */
  repeat: 8,
  /** index into `tests` */
  test: 9,
  /** index into `looks` */
  look: 10,
  /** as `split`, for what begins with a character: the instruction to go on with when that is not in the set */
  splitOn: 11,
  splitOnBack: 12,
} as const;

/** Numbers that an instruction takes. */
export const WIDTH = 4;

export interface Loop {
  readonly from: number;
  readonly to: number;
  readonly body: number;
  exit: number;
}

/** A look-around: the program that must, or must not, match here. */
export interface Look {
  readonly entry: number;
  readonly negated: boolean;
}

/** A pattern as instructions. */
export interface PatternProgram {
  readonly code: Int32Array;
  /** Where to begin. */
  readonly entry: number;
  /** For every set a table of 128 marks. */
  readonly ascii: Uint8Array;
  readonly sets: readonly CharSet[];
  readonly loops: readonly Loop[];
  readonly tests: readonly Exclude<PatternTest, { is: 'look' }>[];
  readonly looks: readonly Look[];
}

/** Translates a parsed pattern without the flag `u`. O(its size; the count of a repeat does not matter). */
export function compileProgram(node: PatternNode): PatternProgram {
  return new ProgramCompiler().compile(node);
}

class ProgramCompiler {
  readonly #code: number[] = [];
  readonly #sets: CharSet[] = [];
  readonly #loops: Loop[] = [];
  readonly #tests: Exclude<PatternTest, { is: 'look' }>[] = [];
  readonly #looks: Look[] = [];

  compile(node: PatternNode): PatternProgram {
    this.#writeLooks(node);
    const entry = this.#whole(node, false);
    const ascii = new Uint8Array(this.#sets.length * 128);
    this.#sets.forEach((set, index) => {
      for (let code = 0; code < 128; code++) if (hasChar(set, code)) ascii[index * 128 + code] = 1;
    });
    return {
      code: Int32Array.from(this.#code),
      entry,
      ascii,
      sets: this.#sets,
      loops: this.#loops,
      tests: this.#tests,
      looks: this.#looks,
    };
  }

  readonly #lookOf = new Map<PatternTest, number>();

  /** Writes the programs of all look-arounds, the innermost first. */
  #writeLooks(node: PatternNode): void {
    switch (node.kind) {
      case 'chars':
        return;
      case 'sequence':
        for (const item of node.items) this.#writeLooks(item);
        return;
      case 'choice':
        for (const option of node.options) this.#writeLooks(option);
        return;
      case 'repeat':
        this.#writeLooks(node.item);
        return;
      case 'test': {
        const { test } = node;
        if (test.is !== 'look') return;
        this.#writeLooks(test.node);
        this.#lookOf.set(test, this.#looks.length);
        const entry = this.#whole(test.behind ? mirror(test.node) : test.node, test.behind);
        this.#looks.push({ entry, negated: test.negated });
      }
    }
  }

  #whole(node: PatternNode, back: boolean): number {
    const entry = this.#code.length;
    this.#write(node, back);
    this.#emit(OP.match);
    return entry;
  }

  #emit(op: number, x = 0, y = 0, z = 0): number {
    return this.#code.push(op, x, y, z) - WIDTH;
  }

  #set(set: CharSet): number {
    const known = this.#sets.indexOf(set);
    return known === -1 ? this.#sets.push(set) - 1 : known;
  }

  #write(node: PatternNode, back: boolean): void {
    switch (node.kind) {
      case 'chars':
        this.#emit(back ? OP.charBack : OP.char, this.#set(node.set));
        return;
      case 'sequence':
        for (const item of node.items) this.#write(item, back);
        return;
      case 'choice':
        this.#writeChoice(node.options, back);
        return;
      case 'repeat':
        this.#writeRepeat(node, back);
        return;
      case 'test':
        this.#writeTest(node.test);
    }
  }

  #writeChoice(options: readonly PatternNode[], back: boolean): void {
    const jumps: number[] = [];
    options.forEach((option, index) => {
      const split = index < options.length - 1 ? this.#emit(OP.split) : -1;
      this.#write(option, back);
      if (split === -1) return;
      this.#lookAhead(split);
      jumps.push(this.#emit(OP.jump));
      this.#code[split + 1] = this.#code.length;
    });
    for (const jump of jumps) this.#code[jump + 1] = this.#code.length;
  }

  /** Most options fail at their first character: it is looked at before anything is remembered. */
  #lookAhead(split: number): void {
    const first = split + WIDTH;
    const op = this.#code[first];
    if (op !== OP.char && op !== OP.charBack) return;
    this.#code[split] = op === OP.char ? OP.splitOn : OP.splitOnBack;
    this.#code[split + 2] = this.#code[first + 1] ?? 0;
  }

  #writeRepeat({ item, from, to }: Extract<PatternNode, { kind: 'repeat' }>, back: boolean): void {
    if (item.kind === 'chars') {
      this.#emit(back ? OP.runBack : OP.run, this.#set(item.set), from, to);
      return;
    }
    const index = this.#loops.length;
    this.#emit(OP.enter, index);
    const head = this.#emit(OP.repeat, index);
    const loop: Loop = { from, to, body: this.#code.length, exit: 0 };
    this.#loops.push(loop);
    this.#write(item, back);
    this.#emit(OP.jump, head);
    loop.exit = this.#code.length;
  }

  #writeTest(test: PatternTest): void {
    if (test.is !== 'look') {
      this.#emit(OP.test, this.#tests.push(test) - 1);
      return;
    }
    // With wider sets it may find what is not there: that it must find nothing then proves nothing.
    if (test.negated && !test.node.exact) return;
    this.#emit(OP.look, this.#lookOf.get(test) ?? 0);
  }
}
