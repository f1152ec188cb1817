import { type CharTest, charTest } from './char-test.ts';
import { mirror, type PatternNode, type PatternTest } from './pattern-node.ts';

/** What is left to be matched, from a place on. */
type Rest = (at: number) => boolean;
/** Matches a node at a place, and then the rest. */
type Step = (at: number, rest: Rest) => boolean;

/** How an attempt ended: it cannot match, it can, or its steps ran out. */
export type MatchOutcome = 'no' | 'maybe' | 'unknown';

/**
 * Says whether a pattern can match at a place, within a number of steps that is counted as they are made.
 * It is slower than the platform's matcher, which cannot be stopped; a scan turns to it for patterns whose
 * worst case it cannot afford any more. Where a set is wider than its class the answer errs towards `maybe`.
 *
 * For patterns without the flag `u`.
 */
export class BoundedMatcher {
  readonly #match: Step;
  #text = '';
  #left = 0;

  constructor(node: PatternNode) {
    this.#match = this.#compile(node, false);
  }

  /** Steps that the last attempt left over. */
  get left(): number {
    return this.#left;
  }

  /** Tries to match at `start`, in at most `steps` steps. */
  test(text: string, start: number, steps: number): MatchOutcome {
    this.#text = text;
    this.#left = steps;
    try {
      const found = this.#match(start, () => true);
      if (this.#left <= 0) return 'unknown';
      return found ? 'maybe' : 'no';
    } catch {
      // Too deep for the stack.
      return 'unknown';
    } finally {
      this.#text = '';
    }
  }

  /** Counts a step; true when there are none left, which ends every branch as if it had matched. */
  #spent(): boolean {
    return --this.#left <= 0;
  }

  /** @param back read from right to left, as in a look-behind: a place is then the index after the next character */
  #compile(node: PatternNode, back: boolean): Step {
    switch (node.kind) {
      case 'chars': {
        const test = charTest(node.set);
        return (at, rest) => this.#spent() || (this.#holds(test, at, back) && rest(back ? at - 1 : at + 1));
      }
      case 'test':
        return this.#compileTest(node.test);
      case 'sequence':
        return this.#compileSequence(node.items.map((item) => this.#compile(item, back)));
      case 'choice': {
        const options = node.options.map((option) => this.#compile(option, back));
        return (at, rest) => this.#spent() || options.some((option) => option(at, rest));
      }
      case 'repeat':
        return node.item.kind === 'chars'
          ? this.#compileRun(charTest(node.item.set), node.from, node.to, back)
          : this.#compileRepeat(this.#compile(node.item, back), node.from, node.to);
    }
  }

  #holds(test: CharTest, at: number, back: boolean): boolean {
    const index = back ? at - 1 : at;
    return index >= 0 && index < this.#text.length && test(this.#text.charCodeAt(index));
  }

  #compileSequence(steps: readonly Step[]): Step {
    const from = (index: number, at: number, rest: Rest): boolean => {
      const step = steps[index];
      return step === undefined ? rest(at) : step(at, (next) => from(index + 1, next, rest));
    };
    return (at, rest) => from(0, at, rest);
  }

  /** As far as the set goes, then back, one character at a time. */
  #compileRun(test: CharTest, from: number, to: number, back: boolean): Step {
    const by = back ? -1 : 1;
    return (at, rest) => {
      let count = 0;
      while (count < to && !this.#spent() && this.#holds(test, at + by * count, back)) count++;
      if (this.#left <= 0) return true;
      for (; count >= from; count--) if (this.#spent() || rest(at + by * count)) return true;
      return false;
    };
  }

  #compileRepeat(item: Step, from: number, to: number): Step {
    const again = (count: number, at: number, rest: Rest): boolean => {
      if (this.#spent()) return true;
      if (count < to && item(at, (next) => (next !== at || count < from) && again(count + 1, next, rest))) return true;
      return count >= from && rest(at);
    };
    return (at, rest) => again(0, at, rest);
  }

  #compileTest(test: PatternTest): Step {
    if (test.is === 'look') {
      const look = this.#compile(test.behind ? mirror(test.node) : test.node, test.behind);
      // A wider set finds more: then a look-around that must find nothing proves nothing.
      if (test.negated && !test.node.exact) return (at, rest) => rest(at);
      return (at, rest) => {
        const found = look(at, () => true);
        return this.#left <= 0 || (found !== test.negated && rest(at));
      };
    }
    return (at, rest) => this.#spent() || (this.#stands(test.is, at, test.multiline) && rest(at));
  }

  #stands(is: 'start' | 'end' | 'border' | 'inside', at: number, multiline: boolean): boolean {
    const text = this.#text;
    if (is === 'start') return at === 0 || (multiline && isLineEnd(text.charCodeAt(at - 1)));
    if (is === 'end') return at === text.length || (multiline && isLineEnd(text.charCodeAt(at)));
    const border = (at > 0 && isWord(text.charCodeAt(at - 1))) !== (at < text.length && isWord(text.charCodeAt(at)));
    return border === (is === 'border');
  }
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
}

function isWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f
  );
}
