import type { EventsAsked } from '@safeai/api';
import { parseDuration, type SafeAIConfig } from '@safeai/config';
import { SafeAIError, type SafeAIEvent } from '@safeai/core';
import { Audience, type RecordedNames } from './audience.ts';
import type { Encoding } from './encoding.ts';
import { EventLog, type EventLogBounds } from './event-log.ts';
import { Feed } from './feed.ts';
import { Listener, type Service } from './listener.ts';
import { CLOSE, type Outlet } from './outlet.ts';
import { Places } from './places.ts';
import { Pump } from './pump.ts';
import { Renewal, type Renewable } from './renewal.ts';
import type { Timing } from './timing.ts';

/** What changes who may listen: then everybody is asked again who they are. */
const CHANGES_ACCESS: ReadonlySet<string> = new Set(['policy.reloaded', 'key.revoked']);

/** When to come back after a stop: at different times, so that the next server is not run over. */
const SOONEST_RETURN_MS = 500;
const LATEST_RETURN_MS = 5_000;

/** How long listeners may take to close at the end, in milliseconds. */
const LAST_WORDS_MS = 1_000;

/** What a hub works with. */
export interface EventHubOptions {
  readonly settings: () => SafeAIConfig['events'];
  readonly names: RecordedNames;
  readonly timing: Timing;
  /** From 0 to 1. */
  readonly random: () => number;
  /** A listener was cut off for being slow. */
  readonly onSlow: () => void;
}

/** Who wants to listen. */
export interface Opening extends Omit<Renewable, 'listener'> {
  readonly asked: EventsAsked;
  readonly encoding: Encoding;
  readonly outlet: Outlet;
  /** Of {@link EventHub.take}; given back when the listener leaves. */
  readonly place: () => void;
  /** Nothing is told before it says what it wants, or some time has passed. */
  readonly isHeld?: boolean;
}

/** Somebody who listens, as the connection sees them. */
export interface Listening {
  /** The other end has said something. */
  heard(): void;
  /** Listens to something else. Whether they may name its tenant is checked before. */
  listenTo(asked: EventsAsked): void;
  /** Something that waited was taken. */
  drained(): void;
  /** Is told what happens without having said what it wants. */
  release(): void;
  end: Listener['end'];
  /** The connection is gone. Idempotent. */
  left(): void;
}

interface Member extends Opening {
  readonly listener: Listener;
}

/**
 * One hub for all streams of events. Whatever happens is put on its log at once; listeners are told from there, in their
 * own time, so that nobody who decides waits for anybody who listens.
 */
export class EventHub {
  readonly #options: EventHubOptions;
  readonly #log: EventLog;
  readonly #service: Service;
  readonly #members = new Set<Member>();
  readonly #feeds = new Map<string, Feed>();
  readonly #places: Places;
  readonly #pump: Pump<Member>;
  readonly #renewal = new Renewal(this.#members);
  /** Read once, not at every event. */
  #ttl: { readonly text: string; readonly ms: number } | undefined;
  #beats = 0;
  #stopBeating: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #allLeft: (() => void) | undefined;

  constructor(options: EventHubOptions) {
    const { settings, timing, onSlow } = options;
    this.#options = options;
    this.#log = new EventLog(
      () => this.#bounds(),
      () => timing.now(),
    );
    this.#service = {
      log: this.#log,
      now: () => timing.now(),
      maxQueueBytes: () => settings().maxQueueBytes,
      onSlow,
    };
    this.#places = new Places(settings);
    this.#pump = new Pump(this.#members, (member) => this.#visit(member), timing);
  }

  /** How many listen. */
  get size(): number {
    return this.#members.size;
  }

  /** Tells all who listen, in a while. O(1), and never throws. */
  publish(event: SafeAIEvent): void {
    this.#log.append(event);
    this.#pump.wake();
    if (CHANGES_ACCESS.has(event.event)) void this.#renewal.run();
  }

  /**
   * Takes a place.
   *
   * @param owner whose credential it is
   * @returns gives it back; idempotent
   * @throws HttpError `rate_limited` where there is none; SafeAIError `shutting_down`
   */
  take(owner: string): () => void {
    if (this.#closing !== undefined) throw stopping();
    return this.#places.take(owner);
  }

  /** Begins to tell somebody. */
  open(opening: Opening): Listening {
    const { asked, isHeld = false } = opening;
    const feed = this.#feedFor(opening, asked);
    const listener = new Listener(this.#service, opening.outlet, feed, this.#beats);
    const member = { ...opening, listener };
    this.#members.add(member);
    if (isHeld) listener.hold();
    else listener.listenTo(feed, asked.since);
    if (this.#stopBeating === undefined) this.#beatLater();
    if (this.#closing !== undefined) this.#sayGoodbye(member);
    this.#pump.wake();
    return this.#listening(member);
  }

  /** Ends all streams; resolves when they are gone, and after a second at the latest. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #bounds(): EventLogBounds {
    const { history, historyTtl } = this.#options.settings();
    if (this.#ttl?.text !== historyTtl) {
      this.#ttl = { text: historyTtl, ms: parseDuration(historyTtl) };
    }
    return { history, ttlMs: this.#ttl.ms };
  }

  #listening(member: Member): Listening {
    const { listener } = member;
    return {
      heard: () => {
        listener.heard();
      },
      listenTo: (asked) => {
        const feed = this.#feedFor(member, asked);
        this.#leave(listener.feed);
        listener.listenTo(feed, asked.since);
        this.#pump.wake();
      },
      drained: () => {
        this.#pump.wake();
      },
      release: () => {
        listener.release();
        this.#pump.wake();
      },
      end: (code, reason, retryAfterMs) => {
        listener.end(code, reason, retryAfterMs);
      },
      left: () => {
        this.#remove(member);
      },
    };
  }

  #visit(member: Member): boolean {
    try {
      return member.listener.visit(this.#beats);
    } catch {
      // One that cannot be served must not keep the others waiting.
      member.listener.cut();
      return false;
    }
  }

  #remove(member: Member): void {
    if (!this.#members.delete(member)) return;
    this.#leave(member.listener.feed);
    member.place();
    if (this.#members.size > 0) return;
    this.#stopBeating?.();
    this.#stopBeating = undefined;
    this.#allLeft?.();
  }

  #feedFor({ principal, encoding }: Pick<Opening, 'principal' | 'encoding'>, asked: EventsAsked) {
    const audience = new Audience(principal, asked.filter, this.#options.names);
    const key = `${encoding.name} ${audience.key}`;
    let feed = this.#feeds.get(key);
    if (feed === undefined) {
      feed = new Feed(key, audience, encoding, this.#log);
      this.#feeds.set(key, feed);
    }
    feed.listeners++;
    return feed;
  }

  #leave(feed: Feed): void {
    if (--feed.listeners === 0) this.#feeds.delete(feed.key);
  }

  #beatLater(): void {
    const ms = this.#options.settings().heartbeatSeconds * 1000;
    this.#stopBeating = this.#options.timing.after(ms, () => {
      this.#beats++;
      this.#pump.wake();
      this.#beatLater();
      void this.#renewal.run();
    });
  }

  async #close(): Promise<void> {
    const { timing } = this.#options;
    const gone = new Promise<void>((resolve) => {
      this.#allLeft = resolve;
    });
    if (this.#members.size === 0) return;
    let count = 0;
    for (const member of this.#members) {
      this.#sayGoodbye(member);
      if (++count % 100 === 0) {
        await new Promise<void>((resolve) => {
          timing.soon(resolve);
        });
      }
    }
    const cut = timing.after(LAST_WORDS_MS, () => {
      for (const { listener } of this.#members) listener.cut();
    });
    if (this.#members.size > 0) await gone;
    cut();
  }

  #sayGoodbye({ listener }: Member): void {
    const range = LATEST_RETURN_MS - SOONEST_RETURN_MS;
    const retryAfterMs = SOONEST_RETURN_MS + Math.floor(this.#options.random() * range);
    listener.end(CLOSE.stopping, `retry_after_ms=${String(retryAfterMs)}`, retryAfterMs);
  }
}

function stopping(): SafeAIError {
  return new SafeAIError('shutting_down', 'SafeAI is stopping.');
}
