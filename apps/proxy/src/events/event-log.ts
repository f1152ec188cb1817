import { fromEvent, type EventPosition } from '@safeai/api';
import type { SafeAIEvent } from '@safeai/core';

/** How long and how many events are remembered. */
export interface EventLogBounds {
  /** Most events that somebody who comes back is told. */
  readonly history: number;
  /** How old they may be, in milliseconds. */
  readonly ttlMs: number;
}

/** Events that are on their way are kept even where nothing is remembered for who comes back. */
const LEAST_KEPT = 4_096;
const LEAST_TTL_MS = 10_000;

/** An event in its place. */
export class LoggedEvent {
  readonly event: SafeAIEvent;
  readonly position: EventPosition;
  #whole: Buffer | undefined;
  #bare: Buffer | undefined;

  constructor(event: SafeAIEvent, position: EventPosition) {
    this.event = event;
    this.position = position;
  }

  /** The frame as JSON, in UTF-8. Written once for all who see the same of it. */
  json(withDetails: boolean): Buffer {
    if (withDetails) return (this.#whole ??= this.#write(true));
    return (this.#bare ??= this.#write(false));
  }

  #write(withDetails: boolean): Buffer {
    return Buffer.from(JSON.stringify(fromEvent(this.event, this.position, withDetails)));
  }
}

/**
 * The newest events, each with a number that goes up by one and a position that goes up with time: what is sent from,
 * and what those are told who come back. Positions tell nothing of how many events others had in between.
 */
export class EventLog {
  readonly #bounds: () => EventLogBounds;
  readonly #now: () => number;
  /** Those from {@link #offset} on count. */
  #events: (LoggedEvent | undefined)[] = [];
  #offset = 0;
  /** The number of the first one that counts. */
  #first = 0;
  #last: EventPosition;
  /** The newest that is not remembered any more. */
  #lost: EventPosition;

  /** @param now milliseconds since the epoch */
  constructor(bounds: () => EventLogBounds, now: () => number) {
    this.#bounds = bounds;
    this.#now = now;
    this.#last = { ms: now(), order: 0 };
    this.#lost = this.#last;
  }

  /** The number of the oldest event that is there. */
  get first(): number {
    return this.#first;
  }

  /** The number that the next event gets. */
  get next(): number {
    return this.#first + this.#events.length - this.#offset;
  }

  /** O(1), but for what is forgotten. */
  append(event: SafeAIEvent): void {
    const now = this.#now();
    const { ms, order } = this.#last;
    this.#last = now > ms ? { ms: now, order: 0 } : { ms, order: order + 1 };
    this.#events.push(new LoggedEvent(event, this.#last));
    this.#forget(now);
  }

  /** The event of a number from {@link first} to {@link next}. */
  at(number: number): LoggedEvent | undefined {
    return this.#events[number - this.#first + this.#offset];
  }

  /** Where somebody stands who was told everything before a number. Tells nothing of when others had their last event. */
  positionBefore(number: number): EventPosition {
    if (number >= this.next) return this.#end();
    return this.at(number - 1)?.position ?? this.#lost;
  }

  /**
   * From where on to tell somebody who was told everything up to a position.
   *
   * @returns the number of the first event, and whether that is all of them
   */
  after(position: EventPosition): { readonly from: number; readonly isComplete: boolean } {
    const now = this.#now();
    this.#forget(now);
    const { history, ttlMs } = this.#bounds();
    const oldest = this.#firstWith(
      ({ ms }) => ms >= now - ttlMs,
      Math.max(this.#first, this.next - history),
    );
    const lost = oldest > this.#first ? this.at(oldest - 1)?.position : undefined;
    const from = this.#firstWith((each) => isAfter(each, position), oldest);
    return { from, isComplete: !isAfter(lost ?? this.#lost, position) };
  }

  /** The first number, from one on, whose position is as asked; all that follow one that is are too. */
  #firstWith(isAsked: (position: EventPosition) => boolean, start: number): number {
    let low = start;
    let high = this.next;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const position = this.at(middle)?.position;
      if (position === undefined || isAsked(position)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The end of what was told so far. What comes is told after it. */
  #end(): EventPosition {
    const now = this.#now();
    if (now > this.#last.ms) this.#last = { ms: now, order: 0 };
    return this.#last;
  }

  #forget(now: number): void {
    const { history, ttlMs } = this.#bounds();
    const most = Math.max(history, LEAST_KEPT);
    const oldest = now - Math.max(ttlMs, LEAST_TTL_MS);
    for (;;) {
      const event = this.#events[this.#offset];
      if (event === undefined) break;
      if (this.#events.length - this.#offset <= most && event.position.ms >= oldest) break;
      this.#lost = event.position;
      this.#events[this.#offset] = undefined;
      this.#offset++;
      this.#first++;
    }
    if (this.#offset > LEAST_KEPT && this.#offset * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#offset);
      this.#offset = 0;
    }
  }
}

/** Whether a position comes after another. */
function isAfter(position: EventPosition, other: EventPosition): boolean {
  return position.ms > other.ms || (position.ms === other.ms && position.order > other.order);
}
