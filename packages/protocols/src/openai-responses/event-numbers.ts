import type { JsonObject } from '@safeai/core';
import type { Edit } from '../json/apply-edits.ts';
import type { SseEvent } from '../sse/sse-event.ts';

/**
 * Keeps the numbers of a stream's events without gaps when events are left out or put in. A gap that the provider left
 * itself stays: then the stream is what it was.
 */
export class EventNumbers {
  readonly #read = new WeakMap<SseEvent, { readonly order: number; readonly number: number }>();
  #count = 0;
  #passed = 0;
  #shift = 0;
  #next = 0;

  /** Notes an event that was read, if it has a number. */
  note(event: SseEvent, body: JsonObject): void {
    const number = body.sequence_number;
    if (typeof number !== 'number' || !Number.isSafeInteger(number)) return;
    this.#read.set(event, { order: this.#count++, number });
  }

  /** The edit that an event needs to go on; undefined where it keeps its number, or has none. */
  pass(event: SseEvent): Edit | undefined {
    const read = this.#read.get(event);
    if (read === undefined) return undefined;
    this.#shift -= Math.max(0, read.order - this.#passed);
    this.#passed = read.order + 1;
    const value = read.number + this.#shift;
    this.#next = value + 1;
    return this.#shift === 0 ? undefined : { path: ['sequence_number'], value };
  }

  /** The number of an event of ours. */
  own(): number {
    this.#shift++;
    return this.#next++;
  }
}
