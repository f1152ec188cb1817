import { InvalidRequestError } from '@safeai/core';
import type { JsonPath } from './path.ts';

/** Where a value stands in a text: half-open, in UTF-16 code units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The wanted values at and below a place. */
interface Wanted {
  /** Which of the paths ends here. */
  target: number | undefined;
  readonly below: Map<string | number, Wanted>;
}

/**
 * Finds the values at some paths of a text in one pass, without parsing the rest. Linear in the text.
 *
 * @param text valid JSON without repeated keys
 * @returns a range for each path, in their order
 * @throws InvalidRequestError when there is no value at a path, or one path lies within another
 */
export function valueRanges(text: string, paths: readonly JsonPath[]): readonly TextRange[] {
  const ranges = new Array<TextRange | undefined>(paths.length).fill(undefined);
  new RangeFinder(text, ranges).value(0, wantedOf(paths));
  return ranges.map((range) => {
    if (range === undefined)
      throw new InvalidRequestError('There is no value at the path of an edit.');
    return range;
  });
}

function wantedOf(paths: readonly JsonPath[]): Wanted {
  const root: Wanted = { target: undefined, below: new Map() };
  for (const [target, path] of paths.entries()) {
    let at = root;
    for (const step of path) {
      if (at.target !== undefined) throw overlapping();
      let next = at.below.get(step);
      if (next === undefined) {
        next = { target: undefined, below: new Map() };
        at.below.set(step, next);
      }
      at = next;
    }
    if (at.target !== undefined || at.below.size > 0) throw overlapping();
    at.target = target;
  }
  return root;
}

function overlapping(): InvalidRequestError {
  return new InvalidRequestError('Two edits name the same value, or one within the other.');
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

class RangeFinder {
  readonly #text: string;
  readonly #ranges: (TextRange | undefined)[];

  constructor(text: string, ranges: (TextRange | undefined)[]) {
    this.#text = text;
    this.#ranges = ranges;
  }

  /**
   * Goes over the value at a place and returns where it ends. It goes down only where something is wanted, so no
   * deeper than the longest path.
   */
  value(from: number, wanted: Wanted | undefined): number {
    const start = this.#skipSpace(from);
    const code = this.#text.charCodeAt(start);
    let end: number;
    if (wanted !== undefined && wanted.below.size > 0 && code === OPEN_BRACE) {
      end = this.#members(start, wanted);
    } else if (wanted !== undefined && wanted.below.size > 0 && code === OPEN_BRACKET) {
      end = this.#items(start, wanted);
    } else {
      end = this.#skipValue(start);
    }
    if (wanted?.target !== undefined) this.#ranges[wanted.target] = { start, end };
    return end;
  }

  #members(open: number, wanted: Wanted): number {
    let at = this.#skipSpace(open + 1);
    while (this.#text.charCodeAt(at) !== CLOSE_BRACE) {
      if (this.#text.charCodeAt(at) === COMMA) at = this.#skipSpace(at + 1);
      const keyEnd = this.#skipString(at);
      const key = JSON.parse(this.#text.slice(at, keyEnd)) as string;
      const colon = this.#skipSpace(keyEnd);
      at = this.#skipSpace(this.value(colon + 1, wanted.below.get(key)));
    }
    return at + 1;
  }

  #items(open: number, wanted: Wanted): number {
    let at = this.#skipSpace(open + 1);
    for (let index = 0; this.#text.charCodeAt(at) !== CLOSE_BRACKET; index++) {
      if (this.#text.charCodeAt(at) === COMMA) at = this.#skipSpace(at + 1);
      at = this.#skipSpace(this.value(at, wanted.below.get(index)));
    }
    return at + 1;
  }

  #skipValue(start: number): number {
    const text = this.#text;
    const code = text.charCodeAt(start);
    if (code === QUOTE) return this.#skipString(start);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      let depth = 0;
      for (let at = start; at < text.length; at++) {
        const inner = text.charCodeAt(at);
        if (inner === QUOTE) at = this.#skipString(at) - 1;
        else if (inner === OPEN_BRACE || inner === OPEN_BRACKET) depth++;
        else if ((inner === CLOSE_BRACE || inner === CLOSE_BRACKET) && --depth === 0) return at + 1;
      }
      return text.length;
    }
    let at = start;
    while (at < text.length && !endsScalar(text.charCodeAt(at))) at++;
    return at;
  }

  #skipString(open: number): number {
    const text = this.#text;
    for (let at = open + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) return at + 1;
      if (code === BACKSLASH) at++;
    }
    return text.length;
  }

  #skipSpace(from: number): number {
    let at = from;
    while (at < this.#text.length && this.#text.charCodeAt(at) <= SPACE) at++;
    return at;
  }
}

function endsScalar(code: number): boolean {
  return code <= SPACE || code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET;
}
