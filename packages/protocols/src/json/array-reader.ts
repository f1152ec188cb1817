import { LimitExceededError, SafeAIError } from '@safeai/core';
import type { SseEvent } from '../sse/sse-event.ts';

/** Longest element of a streamed array, in characters. */
const DEFAULT_ELEMENT = 8 * 1024 * 1024;

/**
 * Takes the objects out of a JSON array that comes in pieces, each as an event: with what stands before it, the bracket or
 * comma; the last event is the closing bracket. However the bytes are cut, the events are the same, and their `raw`
 * put together are the bytes. Linear.
 */
export class JsonArrayReader {
  readonly #most: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #encoder = new TextEncoder();
  /** What was read of the element that is open, or stands before it. */
  #pieces: string[] = [];
  #length = 0;
  #objectStart = -1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #closed = false;

  /** @param most longest element in characters; 8 Mi if absent */
  constructor(most: number = DEFAULT_ELEMENT) {
    this.#most = most;
  }

  /**
   * Takes the next bytes and gives the elements that are complete with them.
   *
   * @throws SafeAIError `malformed_stream` for no UTF-8 or what stands between elements; LimitExceededError
   */
  push(bytes: Uint8Array): readonly SseEvent[] {
    return this.#take(this.#decode(bytes, true));
  }

  /** The stream has ended: gives what was left, which is not complete. Throws as `push` does. */
  end(): readonly SseEvent[] {
    const events = this.#take(this.#decode(undefined, false));
    return this.#length === 0 ? events : [...events, this.#event(this.#closed)];
  }

  #decode(bytes: Uint8Array | undefined, stream: boolean): string {
    try {
      return this.#decoder.decode(bytes, { stream });
    } catch {
      throw new SafeAIError('malformed_stream', 'The stream is not valid UTF-8.');
    }
  }

  #take(more: string): SseEvent[] {
    const events: SseEvent[] = [];
    let from = 0;
    for (let at = 0; at < more.length; at++) {
      const end = this.#step(more[at] ?? '', this.#length + at - from);
      if (end === undefined) continue;
      this.#keep(more.slice(from, at + 1));
      from = at + 1;
      events.push(this.#event(true));
    }
    this.#keep(more.slice(from));
    return events;
  }

  #keep(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length <= this.#most) return;
    throw new LimitExceededError(
      `An element of the stream is longer than ${String(this.#most)} characters.`,
    );
  }

  /** What ends with a character. */
  #step(character: string, at: number): 'object' | 'array' | undefined {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (character === '\\') this.#escaped = true;
      else if (character === '"') this.#inString = false;
      return undefined;
    }
    if (this.#depth > 0) {
      if (character === '"') this.#inString = true;
      else if (character === '{' || character === '[') this.#depth++;
      else if (character === '}' || character === ']') this.#depth--;
      return this.#depth === 0 ? 'object' : undefined;
    }
    if (/\s/.test(character)) return undefined;
    if (this.#closed || !'[,{]'.includes(character)) {
      throw new SafeAIError('malformed_stream', 'The stream is no JSON array of objects.');
    }
    if (character === '{') {
      this.#objectStart = at;
      this.#depth = 1;
    }
    if (character !== ']') return undefined;
    this.#closed = true;
    return 'array';
  }

  #event(complete: boolean): SseEvent {
    const text = this.#pieces.join('');
    const start = this.#objectStart;
    this.#pieces = [];
    this.#length = 0;
    this.#objectStart = -1;
    const found = complete && start >= 0;
    return {
      raw: this.#encoder.encode(text),
      text,
      name: null,
      data: found ? text.slice(start) : null,
      dataLines: found ? [{ start, end: text.length }] : [],
      otherLines: [],
      complete,
    };
  }
}
