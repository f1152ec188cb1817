import type { JsonObject } from '@safeai/core';
import { writeJson, type Edit } from '../json/apply-edits.ts';
import { rewriteEvent, writeEvent } from '../sse/rewrite-event.ts';
import type { SseEvent } from '../sse/sse-event.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const NOTHING = new Uint8Array(0);

/** How chunks stand in a stream: each an event, or all of them one JSON array. */
export class ChunkFrame {
  readonly #isArray: boolean;
  #opened = false;
  #closed = false;

  constructor(framing: 'sse' | 'json-array' = 'sse') {
    this.#isArray = framing === 'json-array';
  }

  pass(event: SseEvent, edits: readonly Edit[]): Uint8Array {
    if (!this.#isArray) return rewriteEvent(event, edits);
    if (event.data === null) {
      if (!event.text.includes(']')) return event.raw;
      this.#closed = true;
      if (this.#opened || event.text.includes('[')) return event.raw;
      this.#opened = true;
      return encoder.encode(`[${event.text}`);
    }
    const bytes = rewriteEvent(event, edits);
    const first = event.text.trimStart().startsWith('[');
    const fits = first !== this.#opened;
    this.#opened = true;
    if (fits) return bytes;
    // What stood before it was left out, with the bracket; or something of ours was put before it.
    const [from, to] = first ? ['[', ','] : [',', '['];
    return encoder.encode(decoder.decode(bytes).replace(from, to));
  }

  own(chunk: JsonObject): Uint8Array {
    const json = writeJson(chunk);
    if (!this.#isArray) return writeEvent(json);
    const before = this.#opened ? ',\r\n' : '[';
    this.#opened = true;
    return encoder.encode(`${before}${json}`);
  }

  /** What ends the stream. */
  close(): Uint8Array {
    if (!this.#isArray || this.#closed) return NOTHING;
    this.#closed = true;
    return encoder.encode(this.#opened ? ']' : '[]');
  }
}
