import { isInPlaceholder } from '../../redaction/placeholders.ts';

/** Words ready to be looked for: lower-case, by their first two characters. */
export interface WordSet {
  /** A number of its own, from 0: what is known of sets is kept by it. */
  readonly id: number;
  readonly byHead: ReadonlyMap<number, readonly string[]>;
  /** For every character of ASCII, whether a word begins with it, in lower case. */
  readonly firsts: Uint8Array;
  /** Whether a word begins with something else than a letter or digit. */
  readonly oddHeads: boolean;
}

const compiled = new WeakMap<readonly string[], WordSet>();
let sets = 0;

/** Compiles a list of words; the same list gives the same set. O(words). */
export function wordSet(list: readonly string[]): WordSet {
  const known = compiled.get(list);
  if (known !== undefined) return known;
  const byHead = new Map<number, string[]>();
  const firsts = new Uint8Array(ASCII);
  let oddHeads = false;
  for (const word of new Set(list.map((each) => each.toLowerCase()))) {
    const head = headOf(word.charCodeAt(0), word.length > 1 ? word.charCodeAt(1) : -1);
    if (kindOf(word.charCodeAt(0)) === OTHER) oddHeads = true;
    if (word.charCodeAt(0) < ASCII) firsts[word.charCodeAt(0)] = 1;
    const same = byHead.get(head);
    if (same === undefined) byHead.set(head, [word]);
    else same.push(word);
  }
  const set = { id: sets++, byHead, firsts, oddHeads };
  compiled.set(list, set);
  return set;
}

/**
 * Where the first of the words begins, whole and in any case, between `from` and `to`; it must end by
 * `limit`. Words of placeholders do not count: `[PHONE_REDACTED]` makes no phone number of what follows. -1 when there is none. O(to - from), and O(word) for every word that begins alike.
 */
export function findWord(
  { byHead, firsts, oddHeads }: WordSet,
  text: string,
  from: number,
  to: number,
  limit: number,
): number {
  let before = from > 0 && from < to ? kindOf(text.charCodeAt(from - 1)) : OTHER;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    const kind = kindOf(code);
    const border = before === OTHER || kind === OTHER || (before === LOWER && kind === UPPER);
    before = kind;
    if (!border || (kind === OTHER && !oddHeads)) continue;
    const first = lower(code);
    if (first < ASCII && firsts[first] === 0) continue;
    const second = at + 1 < limit ? lower(text.charCodeAt(at + 1)) : -1;
    const found =
      startsWithOne(text, at, limit, byHead.get(headOf(first, second))) ||
      startsWithOne(text, at, limit, byHead.get(headOf(first, -1)));
    if (found && !isInPlaceholder(text, at)) return at;
  }
  return -1;
}

function startsWithOne(
  text: string,
  at: number,
  limit: number,
  words: readonly string[] | undefined,
): boolean {
  if (words === undefined) return false;
  return words.some((word) => {
    if (at + word.length > limit) return false;
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

const ASCII = 128;

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const WORD = 3;

/** Letters and digits make words, `_` does not; nor do the characters of scripts that are written without blanks. */
function kindOf(code: number): number {
  return code < ASCII ? (KINDS[code] ?? OTHER) : computedKind(code);
}

function computedKind(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return LOWER;
  if (code >= 0x41 && code <= 0x5a) return UPPER;
  return (code >= 0x30 && code <= 0x39) || (code >= 0xc0 && code < 0x2000) ? WORD : OTHER;
}

const KINDS = Uint8Array.from({ length: ASCII }, (_, code) => computedKind(code));
