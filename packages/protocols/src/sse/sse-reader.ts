import { LimitExceededError, SafeAIError } from '@safeai/core';
import { parseEvent, type SseEvent } from './sse-event.ts';

/** Bounds of a stream's events, in bytes. */
export interface SseLimits {
  /** Longest line; 4 MiB if absent. */
  readonly lineBytes?: number;
  /** Longest event, its blank line included; 8 MiB if absent. */
  readonly eventBytes?: number;
}

const DEFAULT_LINE_BYTES = 4 * 1024 * 1024;
const DEFAULT_EVENT_BYTES = 8 * 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Takes server-sent events out of bytes that come in pieces. However the bytes are cut, the events are the same, and
 * their `raw` put together are the bytes. A line ends with `\n`, `\r\n` or `\r`; a blank line that ends with `\r` is
 * known to be complete only with the byte after it. An event is given as soon as its blank line is there.
 */
export class SseReader {
  readonly #lineBytes: number;
  readonly #eventBytes: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** Bytes of no event yet are `#bytes[#start..#length)`; what stands before them belongs to events given. */
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  #start = 0;
  #lineStart = 0;
  #scanned = 0;
  #first = true;
  #failure: SafeAIError | undefined;

  constructor(limits: SseLimits = {}) {
    this.#lineBytes = limits.lineBytes ?? DEFAULT_LINE_BYTES;
    this.#eventBytes = limits.eventBytes ?? DEFAULT_EVENT_BYTES;
  }

  /**
   * Takes the next bytes and gives the events that are complete with them. The bytes must not change afterwards.
   *
   * @throws LimitExceededError naming the limit; SafeAIError `malformed_stream` for what is not UTF-8. Events that
   *   stand before the failure are given first: then it is the next call that throws, and every one after it.
   */
  push(bytes: Uint8Array): readonly SseEvent[] {
    if (this.#failure !== undefined) throw this.#failure;
    this.#append(bytes);
    return this.#takeUntilFailure(false);
  }

  /** The stream has ended: gives what was left, the last of it without its blank line. Throws as `push` does. */
  end(): readonly SseEvent[] {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#takeUntilFailure(true);
  }

  #takeUntilFailure(ended: boolean): SseEvent[] {
    const events: SseEvent[] = [];
    try {
      this.#take(events, ended);
      if (ended && this.#start < this.#length) events.push(this.#event(this.#length, false));
    } catch (error) {
      if (events.length === 0) throw error;
    }
    return events;
  }

  #take(events: SseEvent[], ended: boolean): void {
    const length = this.#length;
    // The room behind them is not searched each time.
    const bytes = this.#bytes.length === length ? this.#bytes : this.#bytes.subarray(0, length);
    let at = this.#scanned;
    let lf = next(bytes, LF, at, length);
    let cr = next(bytes, CR, at, length);
    for (;;) {
      const lineEnd = Math.min(lf, cr);
      at = lineEnd;
      if (lineEnd === length) break;
      if (lineEnd === cr) {
        if (at + 1 === length && !ended) break;
        cr = next(bytes, CR, at + 1, length);
        if (lf === at + 1 && lf < length) at++;
      }
      if (lf <= at) lf = next(bytes, LF, at + 1, length);
      this.#checkLine(lineEnd);
      if (lineEnd === this.#lineStart) {
        this.#checkEvent(at + 1);
        events.push(this.#event(at + 1, true));
      }
      this.#lineStart = at + 1;
    }
    this.#scanned = at;
    this.#checkLine(at);
    this.#checkEvent(at);
  }

  #event(end: number, complete: boolean): SseEvent {
    const raw = this.#bytes.subarray(this.#start, end);
    const first = this.#first;
    this.#first = false;
    this.#start = end;
    return parseEvent(raw, this.#decode(raw), { first, complete });
  }

  /** No character is cut: an event ends with a line break, and that is part of no longer character. */
  #decode(raw: Uint8Array): string {
    try {
      return this.#decoder.decode(raw);
    } catch {
      throw this.#fail(new SafeAIError('malformed_stream', 'The event stream is not valid UTF-8.'));
    }
  }

  #append(bytes: Uint8Array): void {
    const pending = this.#length - this.#start;
    if (pending === 0) {
      this.#reset(bytes, bytes.length);
      return;
    }
    if (this.#length + bytes.length > this.#bytes.length || this.#bytes.length === 0) {
      // A new buffer: the old one's bytes belong to events that were given.
      const roomy = new Uint8Array(Math.max(2 * (pending + bytes.length), 1024));
      roomy.set(this.#bytes.subarray(this.#start, this.#length));
      this.#lineStart -= this.#start;
      this.#scanned -= this.#start;
      this.#start = 0;
      this.#length = pending;
      this.#bytes = roomy;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reset(bytes: Uint8Array, length: number): void {
    this.#bytes = bytes;
    this.#length = length;
    this.#start = 0;
    this.#lineStart = 0;
    this.#scanned = 0;
  }

  #checkLine(end: number): void {
    if (end - this.#lineStart <= this.#lineBytes) return;
    throw this.#fail(
      new LimitExceededError(
        `A line of the event stream is longer than ${String(this.#lineBytes)} bytes (lineBytes).`,
      ),
    );
  }

  #checkEvent(end: number): void {
    if (end - this.#start <= this.#eventBytes) return;
    throw this.#fail(
      new LimitExceededError(
        `An event of the stream is longer than ${String(this.#eventBytes)} bytes (eventBytes).`,
      ),
    );
  }

  #fail(failure: SafeAIError): SafeAIError {
    this.#failure = failure;
    return failure;
  }
}

/** The next place of a byte, or the end. */
function next(bytes: Uint8Array, byte: number, from: number, end: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 ? end : at;
}
