import { type Code, digitValue, isSeparator, NO_DIGIT } from './code.ts';
import { DecodedRun } from './decoded-run.ts';
import { seek } from './seek.ts';
import type { SourceWindow } from './source-window.ts';
import { beginsText } from './textual.ts';
import { LONGEST_BLANK } from './token.ts';
import type { UndoBudget } from './undo-budget.ts';

/** Characters of a line after which a run may go on in the next one: encoders break at 60, 64 or 76. */
const SHORTEST_LINE = 60;

/** What a step did: nothing until more comes, moved on, or read characters of the open run. */
export type Step = 'waits' | 'moved' | 'began' | 'read';

/** One group of digits. */
interface Group {
  readonly bytes: readonly number[];
  readonly start: number;
  readonly end: number;
  /** Characters of the line so far. */
  readonly line: number;
  /** The run ends with this group. */
  readonly last: boolean;
}

/**
 * Finds the runs of one code in a text and decodes them. A run begins with enough digits that decode to
 * text; it ends with its digits or padding, or where it turns out to be no text. No two overlap.
 */
export class CodedRuns {
  /** Place of the window up to which all is read; a run that is not yet begun begins here or later. */
  at = 0;
  /** The run that is being read. */
  run: DecodedRun | undefined;
  /** The run that was read by the last step has ended. */
  ended = false;
  readonly #code: Code;
  readonly #undoing: UndoBudget | undefined;
  #found = false;
  /** Used again for every beginning, as there may be one at every second character. */
  readonly #first: number[] = [];
  #line = 0;

  /** @param undoing where it is used up, a run ends */
  constructor(code: Code, undoing?: UndoBudget) {
    this.#code = code;
    this.#undoing = undoing;
  }

  /** First place of the window that is not yet settled. */
  settled(window: SourceWindow): number {
    const pending = this.run?.pendingFrom;
    return pending === undefined ? this.at : pending - window.base;
  }

  /** Goes on by one step: to the next place that may be a run, into the run there, or through it. */
  step(window: SourceWindow): Step {
    if (this.run !== undefined) return this.#readOn(window, this.run);
    return this.#found ? this.#begin(window) : this.#seek(window);
  }

  #seek(window: SourceWindow): Step {
    const place = seek(this.#code, window.text, this.at, window.last);
    const moved = place.found || place.at > this.at;
    this.#found = place.found;
    this.at = place.at;
    // What is still to come would be too far from a beginning here.
    const end = window.text.length;
    if (!place.found) while (this.at < end && !window.isNear(end, this.at)) this.at++;
    return moved ? 'moved' : 'waits';
  }

  #begin(window: SourceWindow): Step {
    this.#found = false;
    const { least, groupDigits, parted } = this.#code;
    const width = parted ? least + least / groupDigits - 1 : least;
    if (!window.isNear(this.at + width - 1, this.at) || !beginsText(this.#firstBytes(window))) {
      this.at++;
      return 'moved';
    }
    this.run = new DecodedRun(window.base + this.at);
    this.ended = false;
    this.#line = 0;
    return 'began';
  }

  /** The bytes of the digits that a run begins with; they stand in one line, and all of them have come. */
  #firstBytes({ text }: SourceWindow): readonly number[] {
    const { bits, least, values } = this.#code;
    let value = 0;
    let known = 0;
    let count = 0;
    for (let at = this.at, digits = 0; digits < least; at++) {
      const digit = values[text.charCodeAt(at)] ?? NO_DIGIT;
      if (digit === NO_DIGIT) continue;
      digits++;
      value = ((value << bits) | digit) & 0xffff;
      known += bits;
      if (known < 8) continue;
      known -= 8;
      this.#first[count++] = (value >> known) & 0xff;
    }
    return this.#first;
  }

  /** Reads groups as far as they have come whole. */
  #readOn(window: SourceWindow, run: DecodedRun): Step {
    let read = false;
    while (!this.ended) {
      const group = this.#group(window);
      if (window.ranOut()) break;
      if (this.#undoing?.take(group.end - group.start) === false) {
        this.ended = true;
        read = true;
        break;
      }
      if (group.bytes.length > 0) run.add(group.bytes, group.start, group.end);
      this.at = group.end - window.base;
      this.#line = group.line;
      this.ended = group.last || run.binary;
      read = true;
    }
    if (this.ended) {
      run.finish();
      this.run = undefined;
    }
    return read ? 'read' : 'waits';
  }

  #group(window: SourceWindow): Group {
    const { bits, groupDigits, padding } = this.#code;
    let at = this.at;
    window.decide(at);
    let start = at;
    let line = this.#line;
    let value = 0;
    let digits = 0;
    while (digits < groupDigits) {
      const digit = digitValue(this.#code, window.codeAt(at));
      if (digit === NO_DIGIT) {
        const next = this.#nextDigit(window, at, digits, line);
        if (next === -1) break;
        line = 0;
        at = next;
        if (digits === 0) start = at;
        continue;
      }
      value = (value << bits) | digit;
      digits++;
      line++;
      at++;
    }
    const last = digits < groupDigits;
    if (last && digits > 0) {
      for (let fill = digits; fill < groupDigits && window.codeAt(at) === padding; fill++) at++;
    }
    return {
      bytes: bytesOf(value, digits * bits),
      start: window.base + start,
      end: window.base + at,
      line,
      last,
    };
  }

  /** Where a run goes on when no digit stands at a place, -1 when it does not. */
  #nextDigit(window: SourceWindow, at: number, digits: number, line: number): number {
    if (this.#code.parted) {
      if (digits > 0 || !isSeparator(window.codeAt(at))) return -1;
      return digitValue(this.#code, window.codeAt(at + 1)) === NO_DIGIT ? -1 : at + 1;
    }
    return line >= SHORTEST_LINE ? this.#nextLine(window, at) : -1;
  }

  /** Where a run goes on after a line break and an indentation, -1 when it does not. */
  #nextLine(window: SourceWindow, at: number): number {
    let next = window.codeAt(at) === 0x0d ? at + 1 : at;
    if (window.codeAt(next) !== 0x0a) return -1;
    next++;
    for (let blanks = 0; blanks < LONGEST_BLANK && isIndent(window.codeAt(next)); blanks++) next++;
    return digitValue(this.#code, window.codeAt(next)) === NO_DIGIT ? -1 : next;
  }
}

/** The whole bytes of a number of so many bits; bits that are left over fill the last group up. */
function bytesOf(value: number, bits: number): number[] {
  const bytes: number[] = [];
  for (let left = bits - 8; left >= 0; left -= 8) bytes.push((value >> left) & 0xff);
  return bytes;
}

function isIndent(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
