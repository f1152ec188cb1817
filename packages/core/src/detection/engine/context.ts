import type { ContextWords } from '../rule.ts';

/** Characters on each side of a candidate in which its words are looked for, if the rule names no window. */
export const DEFAULT_CONTEXT_WINDOW = 48;
/** Largest such window. */
export const MAX_CONTEXT_WINDOW = 256;
/** What a word adds to the confidence, if the rule names no boost. */
export const DEFAULT_CONTEXT_BOOST = 0.3;

/** A rule's context words, ready to be looked for. */
export interface CompiledContext {
  /** Lower-case words by their first two characters. */
  readonly words: ReadonlyMap<number, readonly string[]>;
  /** Whether a word begins with something else than a letter or digit. */
  readonly oddHeads: boolean;
  readonly window: number;
  readonly required: boolean;
  readonly boost: number;
}

export function compileContext(context: ContextWords): CompiledContext {
  const words = new Map<number, string[]>();
  let oddHeads = false;
  for (const word of new Set(context.words.map((each) => each.toLowerCase()))) {
    const head = headOf(word.charCodeAt(0), word.length > 1 ? word.charCodeAt(1) : -1);
    if (kindOf(word.charCodeAt(0)) === OTHER) oddHeads = true;
    const same = words.get(head);
    if (same === undefined) words.set(head, [word]);
    else same.push(word);
  }
  return {
    words,
    oddHeads,
    window: context.window ?? DEFAULT_CONTEXT_WINDOW,
    required: context.required ?? false,
    boost: context.boost ?? DEFAULT_CONTEXT_BOOST,
  };
}

/**
 * Whether one of the words stands, whole and in any case, within the window before `start` or after `end`.
 * O(window), and O(word) for every word that begins alike.
 */
export function hasContext(context: CompiledContext, text: string, start: number, end: number): boolean {
  const { window } = context;
  return (
    holdsWord(context, text, Math.max(0, start - window), start) ||
    holdsWord(context, text, end, Math.min(text.length, end + window))
  );
}

function holdsWord({ words, oddHeads }: CompiledContext, text: string, from: number, to: number): boolean {
  let before = from > 0 && from < to ? kindOf(text.charCodeAt(from - 1)) : OTHER;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    const kind = kindOf(code);
    const border = before === OTHER || kind === OTHER || (before === LOWER && kind === UPPER);
    before = kind;
    if (!border || (kind === OTHER && !oddHeads)) continue;
    const first = lower(code);
    const second = at + 1 < to ? lower(text.charCodeAt(at + 1)) : -1;
    if (startsWithOne(text, at, to, words.get(headOf(first, second)))) return true;
    if (startsWithOne(text, at, to, words.get(headOf(first, -1)))) return true;
  }
  return false;
}

function startsWithOne(text: string, at: number, to: number, words: readonly string[] | undefined): boolean {
  if (words === undefined) return false;
  return words.some((word) => {
    if (at + word.length > to) return false;
    for (let index = 0; index < word.length; index++) {
      if (lower(text.charCodeAt(at + index)) !== word.charCodeAt(index)) return false;
    }
    return isBorder(text, at + word.length);
  });
}

/** One key for two code units, the second of which may be missing (-1). */
function headOf(first: number, second: number): number {
  return first * 0x10001 + second + 1;
}

function lower(code: number): number {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? code + 32 : code;
  const folded = String.fromCharCode(code).toLowerCase();
  return folded.length === 1 ? folded.charCodeAt(0) : code;
}

/** Whether a word can end here: not between two letters or digits, save `aB` as in `ssnOfUser`. */
function isBorder(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const before = kindOf(text.charCodeAt(at - 1));
  const after = kindOf(text.charCodeAt(at));
  return before === OTHER || after === OTHER || (before === LOWER && after === UPPER);
}

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const WORD = 3;

/** Letters and digits make words, `_` does not; nor do the characters of scripts that are written without blanks. */
function kindOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return LOWER;
  if (code >= 0x41 && code <= 0x5a) return UPPER;
  return (code >= 0x30 && code <= 0x39) || (code >= 0xc0 && code < 0x2000) ? WORD : OTHER;
}
