import { streamFrame, writePosition, type EventPosition, type WireEvent } from '@safeai/api';
import type { EventLog } from './event-log.ts';
import type { Feed } from './feed.ts';
import { CLOSE, type CloseCode, type Outlet } from './outlet.ts';

/** Heartbeats that nothing was heard of in a row, after which a listener is taken to be gone. */
const MOST_MISSED = 3;

/** Bytes that may wait while somebody is told what they missed; then the listener's own pace counts. */
const CATCHING_UP_BYTES = 65_536;

/** What listeners are served with. */
export interface Service {
  readonly log: EventLog;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Most bytes that may wait for a listener when there is more to write. */
  readonly maxQueueBytes: () => number;
  /** A listener was cut off for being slow. */
  readonly onSlow: () => void;
}

/** A listener: how far it has been told, and whether it is still there. */
export class Listener {
  readonly #service: Service;
  readonly #outlet: Outlet;
  #feed: Feed;
  /** The number of the next event. */
  #next: number;
  /** Told at its own pace what it has missed; from then on it has to keep up. */
  #isCatchingUp = false;
  #isHeld = false;
  #isEnded = false;
  #beats: number;
  #missed = 0;
  /** What was taken when something was waiting at the last heartbeat. */
  #takenThen: number | null = null;

  /** @param beats heartbeats so far, which are not this one's */
  constructor(service: Service, outlet: Outlet, feed: Feed, beats: number) {
    this.#service = service;
    this.#outlet = outlet;
    this.#feed = feed;
    this.#next = service.log.next;
    this.#beats = beats;
  }

  get feed(): Feed {
    return this.#feed;
  }

  /** Listens to something else from now on. @param since null: go on */
  listenTo(feed: Feed, since: EventPosition | null): void {
    this.#feed = feed;
    this.#isHeld = false;
    if (since === null) return;
    const { from, isComplete } = this.#service.log.after(since);
    this.#next = from;
    this.#isCatchingUp = true;
    if (isComplete) return;
    this.#tellGap({ reason: 'too_old', resync: true, since: writePosition(since) });
  }

  /** Is told nothing until it says what it wants, or {@link release}. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
  }

  /** The other end has said something. */
  heard(): void {
    this.#missed = 0;
  }

  /** Ends the stream after what was written. */
  end(code: CloseCode, reason: string, retryAfterMs?: number): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#outlet.end(code, reason, retryAfterMs);
  }

  /** Ends the stream at once. */
  cut(): void {
    this.#isEnded = true;
    this.#outlet.cut();
  }

  /**
   * Writes what there is to tell, as far as one write goes.
   *
   * @param beats heartbeats so far
   * @returns whether there is more
   */
  visit(beats: number): boolean {
    if (this.#isEnded) return false;
    const hasMore = !this.#isHeld && this.#tell();
    // Ended meanwhile.
    if (this.#isEnded as boolean) return false;
    if (this.#beats !== beats) {
      this.#beats = beats;
      this.#beat();
    }
    return hasMore;
  }

  #tell(): boolean {
    const { log } = this.#service;
    if (this.#next === log.next) {
      this.#isCatchingUp = false;
      return false;
    }
    if (this.#next < log.first && !this.#skip()) return false;
    if (this.#isCatchingUp) {
      // It goes on when that has been taken.
      if (this.#outlet.waiting > CATCHING_UP_BYTES) return false;
    } else if (this.#outlet.waiting > this.#service.maxQueueBytes()) {
      this.#endSlow();
      return false;
    }
    const { to, bytes } = this.#feed.from(this.#next);
    this.#next = to;
    if (bytes !== null) this.#outlet.write(bytes);
    if (this.#next < log.next) return true;
    this.#isCatchingUp = false;
    return false;
  }

  /** What comes next is not there any more. @returns whether it goes on all the same */
  #skip(): boolean {
    if (this.#isCatchingUp) {
      this.#endSlow();
      return false;
    }
    const { log } = this.#service;
    const since = writePosition(log.positionBefore(this.#next));
    this.#next = log.first;
    this.#tellGap({ reason: 'too_many', resync: true, since });
    return true;
  }

  #endSlow(): void {
    this.#tellGap({ reason: 'slow', resync: false, since: null });
    this.#service.onSlow();
    this.end(CLOSE.slow, 'too slow: come back with the id of the last event as since');
  }

  #beat(): void {
    const { waiting, taken } = this.#outlet;
    const isStuck = waiting > 0 && taken === this.#takenThen;
    this.#takenThen = waiting > 0 ? taken : null;
    if (isStuck) {
      this.#endSlow();
      return;
    }
    const { encoding } = this.#feed;
    // Nobody answers a stream of one direction: that it takes what it is sent has to do.
    if (encoding.ping.length === 0) this.#missed = 0;
    if (this.#missed >= MOST_MISSED) {
      this.cut();
      return;
    }
    this.#missed++;
    this.#write('heartbeat', {});
    if (encoding.ping.length > 0) this.#outlet.write(encoding.ping);
  }

  #tellGap(detail: Readonly<Record<string, string | boolean | null>>): void {
    this.#write('stream.gap', detail);
  }

  #write(
    event: 'stream.gap' | 'heartbeat',
    detail: Readonly<Record<string, string | boolean | null>>,
  ): void {
    const { log, now } = this.#service;
    const frame: WireEvent = streamFrame(event, log.positionBefore(this.#next), now(), detail);
    this.#outlet.write(this.#feed.encoding.frame(Buffer.from(JSON.stringify(frame)), frame.id));
  }
}
