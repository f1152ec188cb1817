import { writePosition } from '@safeai/api';
import type { Audience } from './audience.ts';
import type { Encoding } from './encoding.ts';
import type { EventLog } from './event-log.ts';

/** Most events of one write: what it takes to make it is one step of the loop. */
const MOST_EVENTS = 256;
/** Bytes that end a write. */
const ENOUGH_BYTES = 65_536;

/** Listeners at different places that are served from what was made already. */
const REMEMBERED = 4;

/** Some events in a row, as bytes. */
export interface Batch {
  readonly from: number;
  /** The number after the last one. */
  readonly to: number;
  /** Null where none of them is heard. */
  readonly bytes: Buffer | null;
  /** It ends before there are no more events. */
  readonly isFull: boolean;
}

/** What all hear who listen to the same: each stretch of events is made into bytes once for all of them. */
export class Feed {
  /** What tells it from other feeds. */
  readonly key: string;
  readonly #audience: Audience;
  readonly #encoding: Encoding;
  readonly #log: EventLog;
  readonly #made: Batch[] = [];
  /** How many listen. */
  listeners = 0;

  constructor(key: string, audience: Audience, encoding: Encoding, log: EventLog) {
    this.key = key;
    this.#audience = audience;
    this.#encoding = encoding;
    this.#log = log;
  }

  get encoding(): Encoding {
    return this.#encoding;
  }

  /** The events from a number on, as far as one write goes. */
  from(from: number): Batch {
    const until = Math.min(this.#log.next, from + MOST_EVENTS);
    for (const made of this.#made) {
      if (made.from === from && (made.to === until || made.isFull)) return made;
    }
    const batch = this.#make(from, until);
    this.#made.unshift(batch);
    if (this.#made.length > REMEMBERED) this.#made.pop();
    return batch;
  }

  #make(from: number, until: number): Batch {
    const frames: Buffer[] = [];
    let size = 0;
    let to = from;
    while (to < until && size < ENOUGH_BYTES) {
      const logged = this.#log.at(to++);
      if (logged === undefined || !this.#audience.hears(logged.event)) continue;
      const json = logged.json(this.#audience.knows(logged.event));
      const frame = this.#encoding.frame(json, writePosition(logged.position));
      frames.push(frame);
      size += frame.length;
    }
    const isFull = to < until || to === from + MOST_EVENTS;
    const bytes = frames.length > 1 ? Buffer.concat(frames, size) : (frames[0] ?? null);
    return { from, to, bytes, isFull };
  }
}
