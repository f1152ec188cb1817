import type { ContextWords } from '../rule.ts';

/** Characters on each side of a candidate in which its words are looked for, if the rule names no window. */
export const DEFAULT_CONTEXT_WINDOW = 48;
/** Largest such window. */
export const MAX_CONTEXT_WINDOW = 256;
/** What a word adds to the confidence, if the rule names no boost. */
export const DEFAULT_CONTEXT_BOOST = 0.3;

/** A rule's context words, ready to be looked for. */
export interface CompiledContext {
  readonly words: readonly string[];
  readonly window: number;
  readonly required: boolean;
  readonly boost: number;
}

export function compileContext(context: ContextWords): CompiledContext {
  return {
    words: [...new Set(context.words.map((word) => word.toLowerCase()))],
    window: context.window ?? DEFAULT_CONTEXT_WINDOW,
    required: context.required ?? false,
    boost: context.boost ?? DEFAULT_CONTEXT_BOOST,
  };
}

/** Whether one of the words stands, whole, within the window before `start` or after `end`. O(words × window). */
export function hasContext(context: CompiledContext, text: string, start: number, end: number): boolean {
  const { words, window } = context;
  return (
    holdsWord(text, Math.max(0, start - window), start, words) ||
    holdsWord(text, end, Math.min(text.length, end + window), words)
  );
}

function holdsWord(text: string, from: number, to: number, words: readonly string[]): boolean {
  if (to <= from) return false;
  const slice = text.slice(from, to);
  const lower = slice.toLowerCase();
  // A few letters change length with their case; then the text is compared as it stands.
  const folded = lower.length === slice.length ? lower : slice;
  for (const word of words) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + 1)) {
      if (isBorder(text, from + at) && isBorder(text, from + at + word.length)) return true;
    }
  }
  return false;
}

/** Whether a word can begin or end here: not between two letters or digits, save `aB` as in `userSsn`. */
function isBorder(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  if (!isWordChar(before) || !isWordChar(after)) return true;
  return before >= 0x61 && before <= 0x7a && after >= 0x41 && after <= 0x5a;
}

function isWordChar(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39)
  );
}
