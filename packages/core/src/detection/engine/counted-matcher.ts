import { hasChar } from './char-set.ts';
import type { PatternNode } from './pattern-node.ts';
import { compileProgram, type Look, OP, type PatternProgram, WIDTH } from './pattern-program.ts';

/** How an attempt ended: the pattern cannot match, it can, or the steps ran out. */
export type MatchOutcome = 'no' | 'maybe' | 'unknown';

/** What lies on the stack besides instructions to go on with. */
const UNDO = -1;
const RUN = -2;

const ENTRY = 4;

/**
 * Says whether a pattern can match at a place, within a number of steps that is counted as they are made:
 * the platform's matcher cannot be stopped, nor asked how far it looked. Backtracks as that one does, on a
 * stack of its own. Where a set is wider than its class the answer errs towards `maybe`.
 */
export class CountedMatcher {
  readonly #program: PatternProgram;
  readonly #counts: Int32Array;
  readonly #places: Int32Array;
  #stack = new Int32Array(256 * ENTRY);
  #top = 0;
  #left = 0;
  #reachedEnd = false;

  /** @param node a pattern without the flag `u` */
  constructor(node: PatternNode) {
    this.#program = compileProgram(node);
    this.#counts = new Int32Array(this.#program.loops.length);
    this.#places = new Int32Array(this.#program.loops.length);
  }

  /** Steps that the last attempt left over. */
  get left(): number {
    return this.#left;
  }

  /**
   * Whether the last attempt asked for anything at or past the end of the text. If not, it would have ended
   * alike whatever came after the text.
   */
  get reachedEnd(): boolean {
    return this.#reachedEnd;
  }

  /** Tries to match at `start`, in at most `steps` steps. Never throws. */
  test(text: string, start: number, steps: number): MatchOutcome {
    this.#left = steps;
    this.#top = 0;
    this.#reachedEnd = false;
    const matched = this.#run(text, this.#program.entry, start);
    if (this.#left <= 0) return 'unknown';
    return matched ? 'maybe' : 'no';
  }

  /** True when the instructions from `entry` on match at `start`; false too when the steps run out. */
  #run(text: string, entry: number, start: number): boolean {
    const { code, ascii, sets } = this.#program;
    const base = this.#top;
    let pc = entry;
    let at = start;
    for (;;) {
      if (--this.#left <= 0) return false;
      const x = code[pc + 1] ?? 0;
      let fits = true;
      switch (code[pc]) {
        case OP.match:
          this.#top = base;
          return true;
        case OP.char: {
          const char = text.charCodeAt(at++);
          // Past the end there is NaN, which is in no set.
          if (at > text.length) this.#reachedEnd = true;
          fits =
            char < 128 ? ascii[x * 128 + char] === 1 : char >= 128 && hasChar(sets[x] ?? [], char);
          break;
        }
        case OP.charBack:
          fits = this.#holds(text, --at, x);
          break;
        case OP.run:
        case OP.runBack: {
          const end = this.#runOf(text, at, pc);
          fits = end !== -1;
          at = end;
          break;
        }
        case OP.split:
          this.#push(x, at, 0, 0);
          break;
        case OP.jump:
          pc = x - WIDTH;
          break;
        case OP.enter:
          this.#setLoop(x, 0, -1);
          break;
        case OP.repeat:
          pc = this.#repeat(x, at) - WIDTH;
          fits = pc >= 0;
          break;
        case OP.test:
          fits = this.#stands(text, at, x);
          break;
        case OP.look:
          fits = this.#look(text, at, this.#program.looks[x]);
          break;
      }
      pc += WIDTH;
      if (fits) continue;
      pc = this.#back(base);
      if (pc === -1) return false;
      at = this.#at;
    }
  }

  /** Where the last {@link #back} goes on. */
  #at = 0;

  /** Goes back to the last place where there was a choice: the instruction to go on with, or -1. */
  #back(base: number): number {
    const stack = this.#stack;
    while (this.#top > base) {
      this.#left--;
      const entry = this.#top - ENTRY;
      const kind = stack[entry] ?? 0;
      if (kind === UNDO) {
        const loop = stack[entry + 1] ?? 0;
        this.#counts[loop] = stack[entry + 2] ?? 0;
        this.#places[loop] = stack[entry + 3] ?? 0;
      } else if (kind === RUN) {
        return this.#shorten(entry);
      } else {
        this.#top = entry;
        this.#at = stack[entry + 1] ?? 0;
        return kind;
      }
      this.#top = entry;
    }
    return -1;
  }

  /** The run that lies on the stack ends one character earlier; it stays while it can be shortened again. */
  #shorten(entry: number): number {
    const next = this.#stack[entry + 1] ?? 0;
    const limit = this.#stack[entry + 3] ?? 0;
    const end = this.#stack[entry + 2] ?? 0;
    this.#at = end < limit ? end + 1 : end - 1;
    this.#stack[entry + 2] = this.#at;
    if (this.#at === limit) this.#top = entry;
    return next;
  }

  /** Takes as many characters of the set as there are; the end of the run, or -1 when there are too few. */
  #runOf(text: string, at: number, pc: number): number {
    const { code } = this.#program;
    const set = code[pc + 1] ?? 0;
    const by = code[pc] === OP.runBack ? -1 : 1;
    const skew = by === 1 ? 0 : -1;
    const least = code[pc + 2] ?? 0;
    const most = code[pc + 3] ?? 0;
    const { ascii, sets } = this.#program;
    let count = 0;
    for (
      let place = at + skew;
      count < most && place >= 0 && place < text.length;
      place += by, count++
    ) {
      const char = text.charCodeAt(place);
      if (char < 128 ? ascii[set * 128 + char] !== 1 : !hasChar(sets[set] ?? [], char)) break;
    }
    if (by === 1 && count < most && at + count >= text.length) this.#reachedEnd = true;
    this.#left -= count;
    if (count < least) return -1;
    if (count > least) this.#push(RUN, pc + WIDTH, at + by * count, at + by * least);
    return at + by * count;
  }

  #repeat(index: number, at: number): number {
    const loop = this.#program.loops[index];
    if (loop === undefined) return -1;
    const count = this.#counts[index] ?? 0;
    // An iteration beyond the least that takes nothing leads nowhere.
    if (count > loop.from && at === this.#places[index]) return -1;
    if (count >= loop.to) return loop.exit;
    if (count >= loop.from) this.#push(loop.exit, at, 0, 0);
    this.#setLoop(index, count + 1, at);
    return loop.body;
  }

  #setLoop(index: number, count: number, at: number): void {
    this.#push(UNDO, index, this.#counts[index] ?? 0, this.#places[index] ?? 0);
    this.#counts[index] = count;
    this.#places[index] = at;
  }

  #look(text: string, at: number, look: Look | undefined): boolean {
    if (look === undefined) return true;
    const before = this.#top;
    const found = this.#run(text, look.entry, at);
    this.#top = before;
    return found !== look.negated;
  }

  #holds(text: string, at: number, set: number): boolean {
    if (at < 0 || at >= text.length) return false;
    const code = text.charCodeAt(at);
    return code < 128
      ? this.#program.ascii[set * 128 + code] === 1
      : hasChar(this.#program.sets[set] ?? [], code);
  }

  #stands(text: string, at: number, index: number): boolean {
    const test = this.#program.tests[index];
    if (test === undefined) return true;
    if (test.is !== 'start' && at >= text.length) this.#reachedEnd = true;
    if (test.is === 'start')
      return at === 0 || (test.multiline && isLineEnd(text.charCodeAt(at - 1)));
    if (test.is === 'end')
      return at === text.length || (test.multiline && isLineEnd(text.charCodeAt(at)));
    return (isWordAt(text, at - 1) !== isWordAt(text, at)) === (test.is === 'border');
  }

  #push(kind: number, x: number, y: number, z: number): void {
    if (this.#top + ENTRY > this.#stack.length) {
      const bigger = new Int32Array(this.#stack.length * 2);
      bigger.set(this.#stack);
      this.#stack = bigger;
    }
    const stack = this.#stack;
    stack[this.#top] = kind;
    stack[this.#top + 1] = x;
    stack[this.#top + 2] = y;
    stack[this.#top + 3] = z;
    this.#top += ENTRY;
  }
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
}

function isWordAt(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return false;
  const code = text.charCodeAt(at);
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f
  );
}
