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

  /**
   * True when the instructions from `entry` on match at `start`; false too when the steps run out. What changes at
   * every step is kept in local variables, which is several times as fast as fields.
   */
  #run(text: string, entry: number, start: number): boolean {
    const { code, ascii, sets } = this.#program;
    const { length } = text;
    const base = this.#top;
    let stack = this.#stack;
    let top = base;
    let left = this.#left;
    let pc = entry;
    let at = start;
    for (;;) {
      if (--left <= 0) {
        this.#left = left;
        return false;
      }
      // An instruction leaves at most three entries.
      if (top + 3 * ENTRY > stack.length) stack = this.#grow();
      const x = code[pc + 1] ?? 0;
      let fits = true;
      switch (code[pc]) {
        case OP.match:
          this.#left = left;
          this.#top = base;
          return true;
        case OP.char: {
          if (at >= length) {
            this.#reachedEnd = true;
            fits = false;
            break;
          }
          const char = text.charCodeAt(at++);
          fits = char < 128 ? ascii[x * 128 + char] === 1 : hasChar(sets[x] ?? [], char);
          break;
        }
        case OP.charBack:
          fits = this.#holds(text, --at, x);
          break;
        case OP.run: {
          const least = code[pc + 2] ?? 0;
          const most = code[pc + 3] ?? 0;
          const limit = most < length - at ? at + most : length;
          let end = at;
          for (; end < limit; end++) {
            const char = text.charCodeAt(end);
            if (char < 128 ? ascii[x * 128 + char] !== 1 : !hasChar(sets[x] ?? [], char)) break;
          }
          if (end === length && end < at + most) this.#reachedEnd = true;
          const count = end - at;
          left -= count;
          fits = count >= least;
          if (count > least) {
            stack[top] = RUN;
            stack[top + 1] = pc + WIDTH;
            stack[top + 2] = end;
            stack[top + 3] = at + least;
            top += ENTRY;
          }
          at = end;
          break;
        }
        case OP.runBack: {
          const least = code[pc + 2] ?? 0;
          const most = code[pc + 3] ?? 0;
          const limit = at > most ? at - most : 0;
          let end = at;
          while (end > limit && this.#holds(text, end - 1, x)) end--;
          const count = at - end;
          left -= count;
          fits = count >= least;
          if (count > least) {
            stack[top] = RUN;
            stack[top + 1] = pc + WIDTH;
            stack[top + 2] = end;
            stack[top + 3] = at - least;
            top += ENTRY;
          }
          at = end;
          break;
        }
        case OP.split:
          stack[top] = x;
          stack[top + 1] = at;
          top += ENTRY;
          break;
        case OP.splitOn: {
          const char = text.charCodeAt(at);
          const set = code[pc + 2] ?? 0;
          if (at >= length) this.#reachedEnd = true;
          if (
            char < 128
              ? ascii[set * 128 + char] === 1
              : char >= 128 && hasChar(sets[set] ?? [], char)
          ) {
            stack[top] = x;
            stack[top + 1] = at;
            top += ENTRY;
          } else pc = x - WIDTH;
          break;
        }
        case OP.splitOnBack:
          if (this.#holds(text, at - 1, code[pc + 2] ?? 0)) {
            stack[top] = x;
            stack[top + 1] = at;
            top += ENTRY;
          } else pc = x - WIDTH;
          break;
        case OP.jump:
          pc = x - WIDTH;
          break;
        case OP.enter:
          top = this.#setLoop(stack, top, x, 0, -1);
          break;
        case OP.repeat: {
          const loop = this.#program.loops[x];
          const count = this.#counts[x] ?? 0;
          // An iteration beyond the least that takes nothing leads nowhere.
          if (loop === undefined || (count > loop.from && at === this.#places[x])) fits = false;
          else if (count >= loop.to) pc = loop.exit - WIDTH;
          else {
            if (count >= loop.from) {
              stack[top] = loop.exit;
              stack[top + 1] = at;
              top += ENTRY;
            }
            top = this.#setLoop(stack, top, x, count + 1, at);
            pc = loop.body - WIDTH;
          }
          break;
        }
        case OP.test:
          fits = this.#stands(text, at, x);
          break;
        case OP.look: {
          this.#left = left;
          this.#top = top;
          fits = this.#look(text, at, this.#program.looks[x]);
          left = this.#left;
          stack = this.#stack;
          break;
        }
      }
      pc += WIDTH;
      if (fits) continue;
      // Back to the last place where there was a choice.
      pc = -1;
      while (top > base) {
        left--;
        const last = top - ENTRY;
        const kind = stack[last] ?? 0;
        if (kind === UNDO) {
          const loop = stack[last + 1] ?? 0;
          this.#counts[loop] = stack[last + 2] ?? 0;
          this.#places[loop] = stack[last + 3] ?? 0;
          top = last;
          continue;
        }
        if (kind === RUN) {
          // The run ends one character earlier; it stays while it can be shortened again.
          pc = stack[last + 1] ?? 0;
          const end = stack[last + 2] ?? 0;
          const limit = stack[last + 3] ?? 0;
          at = end < limit ? end + 1 : end - 1;
          stack[last + 2] = at;
          if (at === limit) top = last;
        } else {
          pc = kind;
          at = stack[last + 1] ?? 0;
          top = last;
        }
        break;
      }
      if (pc === -1) {
        this.#left = left;
        this.#top = base;
        return false;
      }
    }
  }

  #grow(): Int32Array<ArrayBuffer> {
    const bigger = new Int32Array(this.#stack.length * 2);
    bigger.set(this.#stack);
    return (this.#stack = bigger);
  }

  /** Sets a loop's count and place, and leaves on the stack what they were; the new top. */
  #setLoop(
    stack: Int32Array<ArrayBuffer>,
    top: number,
    index: number,
    count: number,
    at: number,
  ): number {
    stack[top] = UNDO;
    stack[top + 1] = index;
    stack[top + 2] = this.#counts[index] ?? 0;
    stack[top + 3] = this.#places[index] ?? 0;
    this.#counts[index] = count;
    this.#places[index] = at;
    return top + ENTRY;
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
