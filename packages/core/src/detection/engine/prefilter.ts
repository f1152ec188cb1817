import { GRAM, MAX_REACH, rarestPlace } from './rarest-place.ts';

/** A literal that the prefilter looks for. Its place in the list is its id. */
export interface Anchor {
  readonly text: string;
  /** Letters of ASCII match in either case. */
  readonly ignoreCase: boolean;
}

/** Stands among a prefilter's hits for the start of a run of ASCII digits. */
export const DIGIT_RUN = -1;

/** The one anchor that is a single character. */
export const AT_SIGN = '@';

/** Code units that one call of {@link Prefilter.scan} goes through at most. */
const CHUNK = 1 << 14;

/** Bound here once: it is called for every character. */
const { imul } = Math;

const HASH_BITS = 16;
const HASH_FACTOR = 0x9e3779b1;

const DIGIT_FLAG = 0x100;
const AT_FLAG = 0x200;
/** A character with which an anchor of three ends: these are no letters or digits, so they are not many. */
const SHORT_FLAG = 0x400;

const SHORT_BITS = 12;
const SHORT_MASK = 0xffffff;

/** A byte for a code unit: of ASCII the lower-case letter, of anything else the low half, folded alike. */
function fold(code: number): number {
  const byte = code & 0xff;
  return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}

/** The text with the letters of ASCII in lower case, and no others. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Codes are folded to a byte, so four of them are one 32-bit number. */
function gramAt(text: string, from: number): number {
  let gram = 0;
  for (let at = from; at < from + GRAM; at++) {
    gram = (gram << 8) | (at < text.length ? fold(text.charCodeAt(at)) : 0);
  }
  return gram;
}

/** A mark that stands for more than one gram. */
const ANY = 0xff;

/** What tells apart, by 7 bits, the grams that share a slot; never 0. */
function tagOf(hash: number): number {
  return ((hash >>> 8) & 0x7f) + 1;
}

/**
 * Finds all anchors of all rules in one pass: every four characters are hashed into a table of marks,
 * and only where a mark is set are the anchors compared. Its time does not depend on the number of
 * anchors as long as the table is sparse.
 *
 * After {@link scan} the first `settled` hits stand in `starts` and `anchors`, in order of their start.
 */
export class Prefilter {
  starts = new Int32Array(1024);
  anchors = new Int32Array(1024);
  /** How many hits are in order for good; further ones come again with the next chunk. */
  settled = 0;
  #count = 0;

  readonly #anchors: readonly Anchor[];
  readonly #folded: readonly string[];
  readonly #marks = new Uint8Array(1 << HASH_BITS);
  /** By hash of three characters, whether an anchor of three has it. */
  readonly #shorts = new Uint8Array(1 << SHORT_BITS);
  /** Folded byte of a code unit, with flags for digits, `@` and what ends short anchors. */
  readonly #classes = new Uint16Array(256);
  /** By hash: the first of the anchors that are looked up by such a gram, and of those of three characters. */
  readonly #firsts = new Int32Array(1 << HASH_BITS).fill(-1);
  readonly #firstShorts = new Int32Array(1 << HASH_BITS).fill(-1);
  /** By anchor id: the next one with the same hash, its gram, and how far that is from the anchor's start. */
  readonly #nexts: Int32Array;
  readonly #grams: Int32Array;
  readonly #offsets: Uint8Array;
  #atSign = -1;
  readonly #raw = new Int32Array(CHUNK + 1);

  /** @param digits report the starts of runs of digits too */
  constructor(anchors: readonly Anchor[], digits: boolean) {
    this.#anchors = anchors;
    this.#folded = anchors.map((anchor) => foldAscii(anchor.text));
    this.#nexts = new Int32Array(anchors.length).fill(-1);
    this.#grams = new Int32Array(anchors.length);
    this.#offsets = new Uint8Array(anchors.length);
    for (let code = 0; code < 256; code++) this.#classes[code] = fold(code);
    if (digits) for (let code = 0x30; code <= 0x39; code++) this.#classes[code] = code | DIGIT_FLAG;
    // From the last to the first, so that each list of the same hash begins with the first.
    for (let id = anchors.length - 1; id >= 0; id--) this.#add(anchors[id]?.text ?? '', id);
  }

  #add(text: string, id: number): void {
    if (text === AT_SIGN) {
      this.#atSign = id;
      this.#classes[0x40] = (this.#classes[0x40] ?? 0) | AT_FLAG;
    } else if (text.length < GRAM) {
      const gram = gramAt(text, 0) >>> 8;
      this.#enter(this.#firstShorts, gram, id, 0);
      this.#shorts[imul(gram, HASH_FACTOR) >>> (32 - SHORT_BITS)] = 1;
      const last = fold(text.charCodeAt(text.length - 1));
      for (let code = 0; code < 256; code++) {
        if (fold(code) === last) this.#classes[code] = (this.#classes[code] ?? 0) | SHORT_FLAG;
      }
    } else {
      const offset = rarestPlace(text);
      const gram = gramAt(text, offset);
      this.#enter(this.#firsts, gram, id, offset);
      this.#mark(gram);
    }
  }

  #enter(firsts: Int32Array, gram: number, id: number, offset: number): void {
    const slot = imul(gram, HASH_FACTOR) >>> (32 - HASH_BITS);
    this.#nexts[id] = firsts[slot] ?? -1;
    this.#grams[id] = gram;
    this.#offsets[id] = offset;
    firsts[slot] = id;
  }

  #mark(gram: number): void {
    const hash = imul(gram, HASH_FACTOR);
    const slot = hash >>> (32 - HASH_BITS);
    const tag = tagOf(hash);
    const mark = this.#marks[slot] ?? 0;
    this.#marks[slot] = mark === 0 || mark === tag ? tag : ANY;
  }

  /** Forgets the hits of the last text, for a text that is to be looked at from elsewhere than its beginning. */
  reset(): void {
    this.settled = this.#count;
  }

  /**
   * Looks at the text from `from` on, at most a chunk of it. Hits near the chunk's end may be left to
   * the next call, so calls must go through a text from 0 (or, after {@link reset}, another place) to its end.
   *
   * @returns where the next call begins; past `text.length` when there is none
   */
  scan(text: string, from: number): number {
    const to = Math.min(text.length, from + CHUNK);
    const last = to === text.length;
    const raw = this.#pass(text, from, to);
    this.#keepLate(from);
    for (let index = 0; index < raw; index++) this.#compare(text, this.#raw[index] ?? 0);
    this.settled = last ? this.#count : this.#firstAfter(to - MAX_REACH);
    return last ? to + 1 : to;
  }

  /** The tight loop: writes down every place at which something may end. */
  #pass(text: string, from: number, to: number): number {
    const classes = this.#classes;
    const marks = this.#marks;
    const raw = this.#raw;
    let gram = 0;
    for (let at = Math.max(0, from - GRAM + 1); at < from; at++) {
      gram = (gram << 8) | fold(text.charCodeAt(at));
    }
    let count = 0;
    for (let at = from; at < to; at++) {
      const known = classes[text.charCodeAt(at) & 0xff] ?? 0;
      gram = (gram << 8) | (known & 0xff);
      const hash = imul(gram, HASH_FACTOR);
      const mark = marks[hash >>> (32 - HASH_BITS)] ?? 0;
      if ((known >> 8) + mark === 0) continue;
      if (mark !== 0 && (mark === tagOf(hash) || mark === ANY)) raw[count++] = at;
      // A place that is worth a look only for its own character is written as its complement.
      else if (known > 0xff && this.#isWorthALook(text, at, known, gram)) raw[count++] = ~at;
    }
    return count;
  }

  #isWorthALook(text: string, at: number, known: number, gram: number): boolean {
    if ((known & SHORT_FLAG) !== 0) {
      const slot = imul(gram & SHORT_MASK, HASH_FACTOR) >>> (32 - SHORT_BITS);
      if (this.#shorts[slot] === 1) return true;
    }
    return (known & AT_FLAG) !== 0 || ((known & DIGIT_FLAG) !== 0 && !isDigitAt(text, at - 1));
  }

  #compare(text: string, place: number): void {
    const at = place < 0 ? ~place : place;
    if (place >= GRAM - 1) this.#compareGram(text, at - GRAM + 1);
    const code = text.charCodeAt(at);
    if (((this.#classes[code & 0xff] ?? 0) & SHORT_FLAG) !== 0)
      this.#compareAll(text, at - 2, gramAt(text, at - 2) >>> 8, this.#firstShorts);
    if (code === 0x40 && this.#atSign !== -1) this.#push(at, this.#atSign);
    else if (isDigitAt(text, at) && !isDigitAt(text, at - 1)) this.#push(at, DIGIT_RUN);
  }

  #compareGram(text: string, from: number): void {
    this.#compareAll(text, from, gramAt(text, from), this.#firsts);
  }

  #compareAll(text: string, from: number, gram: number, firsts: Int32Array): void {
    let id = firsts[imul(gram, HASH_FACTOR) >>> (32 - HASH_BITS)] ?? -1;
    for (; id !== -1; id = this.#nexts[id] ?? -1) {
      if (this.#grams[id] !== gram) continue;
      const start = from - (this.#offsets[id] ?? 0);
      if (this.#matches(text, start, id)) this.#push(start, id);
    }
  }

  #matches(text: string, start: number, id: number): boolean {
    const anchor = this.#anchors[id];
    if (anchor === undefined || start < 0) return false;
    const literal = anchor.ignoreCase ? (this.#folded[id] ?? '') : anchor.text;
    if (start + literal.length > text.length) return false;
    for (let at = 0; at < literal.length; at++) {
      let code = text.charCodeAt(start + at);
      if (anchor.ignoreCase && code >= 0x41 && code <= 0x5a) code += 32;
      if (code !== literal.charCodeAt(at)) return false;
    }
    return true;
  }

  /** Adds a hit at its place: hits come nearly in order. */
  #push(start: number, id: number): void {
    if (this.#count === this.starts.length) {
      this.starts = grown(this.starts);
      this.anchors = grown(this.anchors);
    }
    let at = this.#count++;
    while (at > 0 && (this.starts[at - 1] ?? 0) > start) {
      this.starts[at] = this.starts[at - 1] ?? 0;
      this.anchors[at] = this.anchors[at - 1] ?? 0;
      at--;
    }
    this.starts[at] = start;
    this.anchors[at] = id;
  }

  /** Moves the hits that the last chunk held back to the front. */
  #keepLate(from: number): void {
    if (from === 0) this.settled = this.#count;
    const kept = this.#count - this.settled;
    this.starts.copyWithin(0, this.settled, this.#count);
    this.anchors.copyWithin(0, this.settled, this.#count);
    this.#count = kept;
  }

  #firstAfter(start: number): number {
    let index = this.#count;
    while (index > 0 && (this.starts[index - 1] ?? 0) >= start) index--;
    return index;
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(array.length * 2);
  bigger.set(array);
  return bigger;
}

function isDigitAt(text: string, at: number): boolean {
  if (at < 0) return false;
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}
