import type { ContextWords } from '../rule.ts';
import { findWord, type WordSet, wordSet } from './context-words.ts';

/** Characters on each side of a candidate in which its words are looked for, if the rule names no window. */
export const DEFAULT_CONTEXT_WINDOW = 48;
/** Largest such window. */
export const MAX_CONTEXT_WINDOW = 256;
/** Longest context word, so that it is known how much of a text decides whether one stands there. */
export const LONGEST_WORD = 64;
/** What a word adds to the confidence, if the rule names no boost. */
export const DEFAULT_CONTEXT_BOOST = 0.3;

/** A rule's context words, ready to be looked for. */
export interface CompiledContext {
  readonly words: WordSet;
  readonly window: number;
  readonly required: boolean;
  readonly boost: number;
}

export function compileContext(context: ContextWords): CompiledContext {
  return {
    words: wordSet(context.words),
    window: context.window ?? DEFAULT_CONTEXT_WINDOW,
    required: context.required ?? false,
    boost: context.boost ?? DEFAULT_CONTEXT_BOOST,
  };
}

/** Whether one of the words stands, whole and in any case, within the window before `start` or after `end`. O(window). */
export function hasContext(
  context: CompiledContext,
  text: string,
  start: number,
  end: number,
): boolean {
  return findsContext(context, text, start, end, text.length);
}

/** The same, where the text is looked at up to `limit` only. */
export function findsContext(
  { words, window }: CompiledContext,
  text: string,
  start: number,
  end: number,
  limit: number,
): boolean {
  const after = Math.min(limit, end + window);
  return (
    findWord(words, text, Math.max(0, start - window), start, start) !== -1 ||
    findWord(words, text, end, after, after) !== -1
  );
}

/** What is known of one set of words in one text: none begins from `from` on until `to`, and one at `to` if `found`. */
interface Known {
  text: number;
  from: number;
  to: number;
  found: boolean;
}

/**
 * Remembers, for the text that is being scanned, where context words are not, so that many candidates
 * cost one look at the text together and not one each.
 */
export class ContextMemory {
  /** By the number of a set of words. */
  readonly #known: (Known | undefined)[] = [];

  /**
   * Whether one of the words begins in the window around a candidate that lies between `start` and `end`.
   * If not, it has no context. O(length) over all calls for a text in which the places ascend.
   */
  mayHold(
    textNumber: number,
    text: string,
    { words, window }: CompiledContext,
    start: number,
    end: number,
  ): boolean {
    const from = Math.max(0, start - window);
    const to = Math.min(text.length, end + window);
    const known = (this.#known[words.id] ??= { text: -1, from: 0, to: 0, found: false });
    if (known.text !== textNumber || from < known.from || from > known.to) {
      known.text = textNumber;
      known.from = from;
      known.to = from;
      known.found = false;
    }
    if (!known.found && known.to < to) {
      const at = findWord(words, text, known.to, to, text.length);
      known.found = at !== -1;
      known.to = known.found ? at : to;
    }
    return known.found && known.to < to;
  }
}
