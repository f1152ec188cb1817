import { LimitExceededError, SafeAIError } from '@safeai/core';
import type { SseEvent } from '../sse/sse-event.ts';

/** Longest element of a streamed array with what stands before it, in bytes. */
const DEFAULT_ELEMENT = 8 * 1024 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const ESCAPE = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Takes the objects out of a JSON array that comes in pieces, each as an event: with what stands before it, the bracket or
 * comma; the last event is the closing bracket. However the bytes are cut, the events are the same, and their `raw`
 * put together are the bytes. Linear.
 */
export class JsonArrayReader {
  readonly #most: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** What was read of the element that is open, or stands before it, with room for more. */
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  #objectStart = -1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #closed = false;
  #failure: SafeAIError | undefined;

  /** @param most longest element in bytes; 8 Mi if absent */
  constructor(most: number = DEFAULT_ELEMENT) {
    this.#most = most;
  }

  /**
   * Takes the next bytes and gives the elements that are complete with them. The bytes must not change afterwards.
   *
   * @throws SafeAIError `malformed_stream` for no UTF-8 or what stands between elements; LimitExceededError. Elements that
   *   stand before the failure are given first: then it is the next call that throws, and every one after it.
   */
  push(bytes: Uint8Array): readonly SseEvent[] {
    return this.#takeUntilFailure((events) => {
      this.#take(bytes, events);
    });
  }

  /** The stream has ended: gives what was left, which is not complete. Throws as `push` does. */
  end(): readonly SseEvent[] {
    return this.#takeUntilFailure((events) => {
      if (this.#length > 0) events.push(this.#event(this.#closed));
    });
  }

  #takeUntilFailure(take: (events: SseEvent[]) => void): readonly SseEvent[] {
    if (this.#failure !== undefined) throw this.#failure;
    const events: SseEvent[] = [];
    try {
      take(events);
    } catch (error) {
      if (!SafeAIError.isInstance(error)) throw error;
      this.#failure = error;
      if (events.length === 0) throw error;
    }
    return events;
  }

  #take(bytes: Uint8Array, events: SseEvent[]): void {
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (!this.#ends(bytes[at] ?? 0, this.#length + at - from)) continue;
      this.#keep(bytes.subarray(from, at + 1));
      from = at + 1;
      events.push(this.#event(true));
    }
    if (from < bytes.length) this.#keep(bytes.subarray(from));
  }

  #keep(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#most) {
      throw new LimitExceededError(
        `An element of the stream is longer than ${String(this.#most)} bytes.`,
      );
    }
    if (this.#length === 0) this.#bytes = bytes;
    else {
      if (length > this.#bytes.length) {
        const roomy = new Uint8Array(Math.max(2 * length, 1024));
        roomy.set(this.#bytes.subarray(0, this.#length));
        this.#bytes = roomy;
      }
      this.#bytes.set(bytes, this.#length);
    }
    this.#length = length;
  }

  /** Whether an event ends with a byte: all that ends one is no part of a longer character. */
  #ends(byte: number, at: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === ESCAPE) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return false;
    }
    if (this.#depth > 0) {
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.#depth--;
      return this.#depth === 0;
    }
    if (isBlank(byte)) return false;
    const isKnown =
      byte === OPEN_LIST || byte === COMMA || byte === OPEN_OBJECT || byte === CLOSE_LIST;
    if (this.#closed || !isKnown) {
      throw new SafeAIError('malformed_stream', 'The stream is no JSON array of objects.');
    }
    if (byte === OPEN_OBJECT) {
      this.#objectStart = at;
      this.#depth = 1;
    }
    this.#closed = byte === CLOSE_LIST;
    return this.#closed;
  }

  #event(complete: boolean): SseEvent {
    const raw = this.#bytes.subarray(0, this.#length);
    const text = this.#decode(raw);
    // Before an object stand brackets, commas and blanks: as many characters as bytes.
    const start = this.#objectStart;
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
    this.#objectStart = -1;
    const found = complete && start >= 0;
    return {
      raw,
      text,
      name: null,
      data: found ? text.slice(start) : null,
      dataLines: found ? [{ start, end: text.length }] : [],
      otherLines: [],
      complete,
    };
  }

  #decode(raw: Uint8Array): string {
    try {
      return this.#decoder.decode(raw);
    } catch {
      throw new SafeAIError('malformed_stream', 'The stream is not valid UTF-8.');
    }
  }
}

/** What JSON takes for a blank. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
