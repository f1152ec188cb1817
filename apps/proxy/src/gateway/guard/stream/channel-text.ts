import type { JsonPath } from '@safeai/protocols';
import type { HeldStep } from './held-step.ts';

/** Where an event says a piece of a channel's text. */
interface Slot {
  readonly held: HeldStep;
  /** Undefined for what stands nowhere in the event by itself: tokens. */
  readonly path: JsonPath | undefined;
  readonly text: string;
  /** Where it begins and ends in the channel's text, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
  /** What it becomes as far as that is known; undefined while it is what came. */
  out: string | undefined;
  isChanged: boolean;
}

/** Where an event says the beginning of a channel's text once more. */
interface Repetition {
  readonly held: HeldStep;
  readonly path: JsonPath | undefined;
  readonly length: number;
  isChanged: boolean;
}

/** A piece of a channel's text that became another. */
interface Change {
  readonly from: number;
  readonly to: number;
  /** Where that stands in what came out. */
  readonly outFrom: number;
  readonly outTo: number;
}

/**
 * The text of one channel: which event said what of it, and what became of that. An event waits until all of its text has
 * come out of the guard; where nothing was replaced in it, it is as it came. What takes the place of a value stands where
 * the value began. Linear in the text.
 */
export class ChannelText {
  readonly #key: string;
  readonly #isRepeated: boolean;
  /** How much came. */
  #length = 0;
  /** All that came, and all that came out, where events may say it again. */
  #came = '';
  #out = '';
  /** What came and did not come out yet. */
  #left = '';
  #settled = 0;
  /** What came out since `#settled` last grew. */
  #since = '';
  #slots: Slot[] = [];
  #repetitions: Repetition[] = [];
  readonly #changes: Change[] = [];
  /** No more is added to it. */
  isEnded = false;

  /** @param isRepeated whether events may say it again: all of it is kept then */
  constructor(key: string, isRepeated = true) {
    this.#key = key;
    this.#isRepeated = isRepeated;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether it is known to have begun with this text: false where it is not kept. */
  startsWith(text: string): boolean {
    return this.#isRepeated && this.#came.startsWith(text);
  }

  /** Adds a piece that an event says at a path. */
  add(held: HeldStep, path: JsonPath | undefined, text: string): Slot {
    const from = this.#length;
    const slot = {
      held,
      path,
      text,
      from,
      to: from + text.length,
      out: undefined,
      isChanged: false,
    };
    this.#length = slot.to;
    if (this.#isRepeated) this.#came += text;
    this.#left += text;
    this.#slots.push(slot);
    held.open++;
    return slot;
  }

  /** An event says the beginning of the text again: that becomes what the text became. */
  repeat(held: HeldStep, path: JsonPath | undefined, text: string): Repetition {
    const repetition = { held, path, length: text.length, isChanged: false };
    held.open++;
    if (text.length <= this.#settled) this.#say(repetition);
    else this.#repetitions.push(repetition);
    return repetition;
  }

  /**
   * Takes in what came out of the guard.
   *
   * @param settled as in an `OutputPiece`
   */
  settle(text: string, settled: number): void {
    this.#since += text;
    if (settled <= this.#settled) return;
    const start = this.#settled;
    const came = this.#left.slice(0, settled - start);
    const out = this.#since;
    this.#left = this.#left.slice(settled - start);
    this.#since = '';
    this.#settled = settled;
    this.#assign(start, came, out);
    if (this.#isRepeated) this.#out += out;
    this.#close();
  }

  /** All of it has come out with this. */
  settleAll(text: string): void {
    this.isEnded = true;
    this.settle(text, this.#length);
  }

  /** Gives each event its part of what came out. */
  #assign(start: number, came: string, out: string): void {
    if (came === out) {
      for (const slot of this.#slots) {
        if (slot.from >= this.#settled) break;
        if (slot.out !== undefined) slot.out += cut(came, start, slot.from, slot.to);
      }
      return;
    }
    const head = sharedHead(came, out);
    const tail = sharedTail(came, out, head);
    const from = start + head;
    const to = this.#settled - tail;
    const instead = out.slice(head, out.length - tail);
    if (this.#isRepeated) {
      const outFrom = this.#out.length + head;
      this.#changes.push({ from, to, outFrom, outTo: outFrom + instead.length });
    }
    const end = this.#slots.findIndex((slot) => slot.from >= this.#settled);
    const inRange = end === -1 ? this.#slots : this.#slots.slice(0, end);
    for (const [index, slot] of inRange.entries()) {
      const isLast = index === inRange.length - 1;
      const isHere = slot.from <= from && (from < slot.to || isLast);
      slot.out ??= slot.text.slice(0, Math.max(0, start - slot.from));
      slot.out +=
        cut(came, start, slot.from, Math.min(slot.to, from)) +
        (isHere ? instead : '') +
        cut(came, start, Math.max(slot.from, to), slot.to);
    }
  }

  /** Tells the events whose text is complete. */
  #close(): void {
    let done = 0;
    for (const slot of this.#slots) {
      if (slot.to > this.#settled) break;
      done++;
      const { held, path, text, out } = slot;
      slot.isChanged = out !== undefined && out !== text;
      held.open--;
      if (!slot.isChanged || out === undefined) continue;
      held.change(this.#key);
      if (path !== undefined) held.edits.push({ path, value: out });
    }
    if (done > 0) this.#slots = this.#slots.slice(done);
    if (this.#repetitions.length === 0) return;
    const waiting = this.#repetitions;
    this.#repetitions = [];
    for (const repetition of waiting) {
      if (repetition.length <= this.#settled) this.#say(repetition);
      else this.#repetitions.push(repetition);
    }
  }

  #say(repetition: Repetition): void {
    const { held, path, length } = repetition;
    held.open--;
    repetition.isChanged = this.#changes.some((change) => isWithin(change, length));
    if (!repetition.isChanged) return;
    held.change(this.#key);
    if (path !== undefined)
      held.edits.push({ path, value: this.#out.slice(0, this.#outAt(length)) });
  }

  /** Where what came out stands for as much of what came. */
  #outAt(length: number): number {
    let shift = 0;
    for (const change of this.#changes) {
      if (!isWithin(change, length)) break;
      const { to, outTo } = change;
      // Of a value that is replaced, all that takes its place stands where it began.
      if (length < to) return outTo;
      shift = outTo - to;
    }
    return length + shift;
  }
}

/** Whether as much of a text holds the beginning of a change. What is only put in, at its end, is part of it. */
function isWithin({ from, to }: Change, length: number): boolean {
  return from < length || (from === length && to === from);
}

/** What lies between two places of a text that begins at another. */
function cut(text: string, start: number, from: number, to: number): string {
  return to <= from ? '' : text.slice(Math.max(0, from - start), Math.max(0, to - start));
}

function sharedHead(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let length = 0;
  while (length < most && left.charCodeAt(length) === right.charCodeAt(length)) length++;
  return length > 0 && isHighSurrogate(left, length - 1) ? length - 1 : length;
}

function sharedTail(left: string, right: string, head: number): number {
  const most = Math.min(left.length, right.length) - head;
  let length = 0;
  const ofLeft = left.length - 1;
  const ofRight = right.length - 1;
  while (length < most && left.charCodeAt(ofLeft - length) === right.charCodeAt(ofRight - length)) {
    length++;
  }
  return length > 0 && isLowSurrogate(left, left.length - length) ? length - 1 : length;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

function isHighSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}
