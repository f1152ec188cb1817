import type { WireEvent } from '@safeai/api/wire';
import { GuardUnreachableError } from '../errors/guard-unreachable-error.ts';
import { ProblemError } from '../errors/problem-error.ts';
import type { HttpRoutes } from '../routes/http-routes.ts';
import { jittered, pause, systemTiming, type Timing } from '../timing.ts';
import { comeBackAfter, errorOf, isFinal } from './close-codes.ts';
import { Connection, type ConnectionEnd } from './connection.ts';
import { EventReader } from './event-reader.ts';
import { socketKind, type EventSocketClass, type SocketKind } from './event-socket.ts';
import { filterOf, type EventsSince, type EventWishes } from './event-wishes.ts';
import { RecentIds } from './recent-ids.ts';

/** How a subscription stands. `waiting`: it will come back by itself. */
export type EventsState = 'connecting' | 'open' | 'waiting' | 'closed';

/** What is listened to, and how. */
export interface EventsOptions extends EventsSince {
  /** For each event; heartbeats are not among them. */
  readonly onEvent?: (event: WireEvent) => void;
  /** Something was missed: with `resync` in its `detail`, read the rest from the log. */
  readonly onGap?: (gap: WireEvent) => void;
  /** @param error why it waits or is closed, where it is not by wish */
  readonly onState?: (state: EventsState, error: Error | null) => void;
  /** Ends it, as {@link EventSubscription.close} does. */
  readonly signal?: AbortSignal;
  /** Opens sockets: the class of the package `ws`, say. The global one if absent, else that of `ws`. */
  readonly webSocket?: EventSocketClass;
  /** Asks for a ticket for each socket and sends no header on it. As in browsers if absent. */
  readonly ticket?: boolean;
  /** Most events that wait for a loop; past it they are dropped and a gap is told. 10 000 if absent. */
  readonly maxQueue?: number;
  /** Longest time without a frame, after which the other end is taken to be gone. 95 000 if absent. Milliseconds. */
  readonly silenceMs?: number;
  readonly timing?: Timing;
  /** 0 to 1, for pauses. */
  readonly random?: () => number;
}

const BACKOFF = { first: 500, most: 30_000 };
const CONNECT_MS = 10_000;
/** A connection that lasted longer was well: the next try is a first one. */
const LASTED_MS = 30_000;
const SILENCE_MS = 95_000;
const MAX_QUEUE = 10_000;
const MAX_RECENT = 2_000;

/**
 * The events of a server, as they happen. It comes back by itself after whatever ends a connection, and goes on after
 * the last event that it heard; what was missed all the same is told as a gap.
 *
 * Read it by a loop, by `onEvent`, or both. A loop throws when coming back is of no use: the credential does not hold,
 * the filter is none.
 *
 * @example
 * for await (const { event, rule } of client.events({ events: ['*.blocked'] })) console.log(event, rule);
 */
export class EventSubscription implements AsyncIterable<WireEvent> {
  readonly #routes: HttpRoutes;
  readonly #options: EventsOptions;
  readonly #timing: Timing;
  readonly #ended = new AbortController();
  readonly #readers = new Set<EventReader>();
  readonly #recent = new RecentIds(MAX_RECENT);
  #wishes: EventWishes;
  #since: string | undefined;
  #state: EventsState = 'connecting';
  #connection: Connection | null = null;
  #wasOpen = false;
  #error: Error | null = null;

  /** Begins to listen. */
  constructor(routes: HttpRoutes, options: EventsOptions = {}) {
    this.#routes = routes;
    this.#options = options;
    this.#timing = options.timing ?? systemTiming;
    const { boundary, tenantId, agentId, events, since } = options;
    this.#wishes = present({ boundary, tenantId, agentId, events });
    this.#since = since;
    const { signal } = options;
    const close = (): void => {
      this.close();
    };
    signal?.addEventListener('abort', close, { once: true });
    this.#ended.signal.addEventListener('abort', () => signal?.removeEventListener('abort', close));
    // After whoever made it has begun to read.
    void Promise.resolve().then(() => this.#listen());
    if (signal?.aborted === true) this.close();
  }

  get state(): EventsState {
    return this.#state;
  }

  /** The place after which it goes on; null before anything was heard. */
  get lastId(): string | null {
    return this.#since ?? null;
  }

  /** Listens to something else from now on, or from `since` on. */
  replaceFilter({ since, ...wishes }: EventsSince): void {
    this.#wishes = wishes;
    if (since !== undefined) {
      this.#since = since;
      this.#recent.clear();
    }
    this.#connection?.send(filterOf({ ...wishes, ...(since === undefined ? {} : { since }) }));
  }

  /** Ends it. Loops end after what waits for them. */
  close(): void {
    this.#close(null);
  }

  [Symbol.asyncIterator](): AsyncIterator<WireEvent, undefined> {
    const reader = new EventReader(
      this.#options.maxQueue ?? MAX_QUEUE,
      (since) => this.#ownGap('too_many', since),
      () => {
        this.#readers.delete(reader);
        this.close();
      },
    );
    if (this.#state === 'closed') reader.end(this.#error);
    else this.#readers.add(reader);
    return reader;
  }

  async #listen(): Promise<void> {
    const { webSocket, random = Math.random } = this.#options;
    try {
      const kind = await socketKind(webSocket);
      for (let tries = 0; !this.#isOver(); tries++) {
        this.#turn('connecting', null);
        const began = this.#timing.now();
        const { error, after } = await this.#once(kind);
        if (this.#timing.now() - began > LASTED_MS) tries = 0;
        this.#turn('waiting', error);
        const wait = after ?? jittered(BACKOFF, tries, random);
        await pause(this.#timing, wait, this.#ended.signal);
      }
    } catch (error) {
      if (!this.#isOver()) this.#close(error as Error);
    }
  }

  /** One connection. @throws what makes coming back useless */
  async #once(kind: SocketKind): Promise<{ error: Error; after: number | null }> {
    const { url } = this.#routes;
    let end: ConnectionEnd;
    try {
      const address = await this.#address(kind);
      if (this.#isOver()) throw new GuardUnreachableError(`${url} is left.`);
      end = await this.#connected(kind, address);
      if (this.#isOver()) return { error: errorOf(url, end), after: null };
      if (isFinal(end)) throw errorOf(url, end);
      // A socket that is refused does not say why; the same address without one does.
      if (!end.wasOpen) await this.#askWhy();
    } catch (error) {
      if (!isPassing(error)) throw error;
      const after = error instanceof ProblemError ? error.retryAfterMs : null;
      return { error, after };
    }
    return { error: errorOf(url, end), after: comeBackAfter(end) };
  }

  #isOver(): boolean {
    return this.#state === 'closed';
  }

  #usesTicket({ sendsHeaders }: SocketKind): boolean {
    const { ticket } = this.#options;
    return ticket ?? (!sendsHeaders && Object.keys(this.#routes.identification()).length > 0);
  }

  async #address(kind: SocketKind): Promise<string> {
    const place = `${this.#routes.url.replace(/^http/, 'ws')}/v1/ws/events`;
    if (!this.#usesTicket(kind)) return place;
    const { body } = await this.#routes.call('events_ticket', { signal: this.#ended.signal });
    return `${place}?ticket=${encodeURIComponent(body.ticket)}`;
  }

  #connected(kind: SocketKind, url: string): Promise<ConnectionEnd> {
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#connection?.close();
        this.#connection = null;
        resolve({ wasOpen: false, code: 1000, reason: '' });
      };
      this.#ended.signal.addEventListener('abort', leave, { once: true });
      this.#connection = new Connection({
        ...{ kind, url, timing: this.#timing, connectMs: CONNECT_MS },
        headers: this.#usesTicket(kind) ? {} : this.#routes.identification(),
        silenceMs: this.#options.silenceMs ?? SILENCE_MS,
        onOpen: () => {
          this.#connection?.send(filterOf(this.#asked()));
          this.#turn('open', null);
          if (this.#wasOpen && this.#since === undefined)
            this.#tellGap(this.#ownGap('unknown', null));
          this.#wasOpen = true;
        },
        onFrame: (frame) => {
          try {
            this.#hear(frame);
          } catch (error) {
            // A callback threw: it is not called again, and a loop learns why.
            this.#close(error as Error);
          }
        },
        onEnd: (end) => {
          this.#ended.signal.removeEventListener('abort', leave);
          this.#connection = null;
          resolve(end);
        },
      });
    });
  }

  /** @throws ProblemError, GuardUnreachableError */
  async #askWhy(): Promise<void> {
    try {
      await this.#routes.call('events_filtered', { signal: this.#ended.signal });
    } catch (error) {
      // It may listen; what is between does not let sockets through, or did not this time.
      if (!(error instanceof ProblemError && error.code === 'upgrade_required')) throw error;
    }
  }

  #asked(): EventsSince {
    return { ...this.#wishes, ...(this.#since === undefined ? {} : { since: this.#since }) };
  }

  #hear(frame: WireEvent): void {
    this.#since = frame.id;
    if (frame.event === 'heartbeat') return;
    if (frame.event === 'stream.gap') this.#tellGap(frame);
    else if (this.#recent.add(frame.id)) this.#tell(frame);
  }

  #tellGap(gap: WireEvent): void {
    this.#options.onGap?.(gap);
    this.#tell(gap);
  }

  #tell(event: WireEvent): void {
    this.#options.onEvent?.(event);
    for (const reader of this.#readers) reader.push(event);
  }

  /** What was missed on this side. */
  #ownGap(reason: string, since: string | null): WireEvent {
    return {
      ...{ id: this.#since ?? '', event: 'stream.gap', timestamp: new Date().toISOString() },
      ...{ tenant_id: null, agent_id: null, boundary: null, action: null, rule: null },
      decision_id: null,
      detail: { boundary: null, action: null, detection_type: null, reason, resync: true, since },
    };
  }

  #turn(state: EventsState, error: Error | null): void {
    if (this.#state === 'closed') return;
    this.#state = state;
    this.#options.onState?.(state, error);
  }

  #close(error: Error | null): void {
    if (this.#state === 'closed') return;
    this.#error = error;
    this.#turn('closed', error);
    this.#ended.abort();
    for (const reader of this.#readers) reader.end(error);
    this.#readers.clear();
  }
}

/** Whether coming back may help. */
function isPassing(error: unknown): error is Error {
  if (error instanceof GuardUnreachableError) return true;
  if (!(error instanceof ProblemError)) return false;
  return error.status >= 500 || error.status === 429 || error.status === 408;
}

function present({
  boundary,
  tenantId,
  agentId,
  events,
}: Partial<Record<keyof EventWishes, unknown>>) {
  const all = Object.entries({ boundary, tenantId, agentId, events });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined)) as EventWishes;
}
