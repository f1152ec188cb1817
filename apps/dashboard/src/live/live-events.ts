import { EventSubscription, ProblemError, type EventsState, type WireEvent } from '@safeai/client';
import { questions } from '../session/routes.ts';
import { tellSessionEnd } from '../session/session-end.ts';
import { ownGap } from './own-gap.ts';
import { wantedEvents } from './wanted-events.ts';

/** How the connection stands. */
export interface LiveState {
  readonly state: EventsState;
  /** Why it waits or is closed. */
  readonly error: Error | null;
  /** Since when it stands so. Milliseconds since the epoch. */
  readonly since: number;
  /** Connections that were tried since the last one that was open. */
  readonly tries: number;
}

/** How far an earlier connection came. */
export interface Heard {
  /** The last `id`; null where something may have been missed already. */
  readonly lastId: string | null;
}

type Listener = (event: WireEvent) => void;

/**
 * One connection for all of the page. It asks the server for more than every page needs only while somebody wants more;
 * gaps are told as `stream.gap`.
 */
export class LiveEvents {
  readonly #tenant: string;
  readonly #some = new Set<Listener>();
  /** With what they want of it; null for all. */
  readonly #more = new Map<Listener, readonly string[] | null>();
  readonly #watchers = new Set<() => void>();
  #subscription: EventSubscription;
  #asked: readonly string[] | null;
  #before: Heard | null;
  #wasOpen = false;
  /** Something may have been missed that no `id` tells of. */
  #owesGap: boolean;
  #isAsking = false;
  #now: LiveState = { state: 'connecting', error: null, since: Date.now(), tries: 0 };
  /** When the last event came; null before one did. Milliseconds since the epoch. */
  lastEventAt: number | null = null;

  /**
   * @param tenant empty for all of the user's
   * @param before how far an earlier connection of this page came: it goes on there
   */
  constructor(tenant: string, before: Heard | null = null) {
    this.#tenant = tenant;
    this.#before = before;
    this.#owesGap = before?.lastId === null;
    this.#asked = wantedEvents([]);
    this.#subscription = this.#open(before?.lastId ?? null);
  }

  /** How it stands now; the same object until that changes. */
  readonly standing = (): LiveState => this.#now;

  /** Hears when that changes. @returns ends it */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  };

  /** Hears what every page hears. @returns ends it */
  listen(listener: Listener): () => void {
    this.#some.add(listener);
    return () => {
      this.#some.delete(listener);
    };
  }

  /** Hears these events besides, or all of them; what others want comes along. @returns ends it */
  listenToMore(listener: Listener, events: readonly string[] | null): () => void {
    this.#more.set(listener, events);
    this.#ask();
    return () => {
      this.#more.delete(listener);
      this.#ask();
    };
  }

  /** Tries at once where it waits, or was closed by the other end. */
  readonly retry = (): void => {
    if (this.#now.state !== 'waiting' && this.#now.state !== 'closed') return;
    this.#before = this.heard;
    this.#owesGap = this.#before?.lastId === null;
    const ended = this.#subscription;
    this.#subscription = this.#open(this.#before?.lastId ?? null);
    ended.close();
    this.#turn('connecting', null);
  };

  /** How far it came; null where it never was open. */
  get heard(): Heard | null {
    const { lastId } = this.#subscription;
    return this.#wasOpen ? { lastId } : this.#before;
  }

  close(): void {
    this.#subscription.close();
  }

  #open(since: string | null): EventSubscription {
    const subscription: EventSubscription = new EventSubscription(questions, {
      ...this.#wishes(),
      ...(since === null ? {} : { since }),
      onEvent: (event) => {
        if (this.#subscription === subscription) this.#hear(event);
      },
      onState: (state, error) => {
        if (this.#subscription === subscription) this.#turn(state, error);
      },
    });
    return subscription;
  }

  #turn(state: EventsState, error: Error | null): void {
    const { tries } = this.#now;
    this.#now = {
      ...{ state, error, since: Date.now() },
      tries: state === 'open' ? 0 : state === 'connecting' ? tries + 1 : tries,
    };
    for (const watcher of this.#watchers) watcher();
    if (state === 'open') {
      // What a page asked before there was a connection may be older than the first event.
      if (this.heard === null) tell(this.#some, ownGap('unknown', null));
      this.#wasOpen = true;
      if (this.#owesGap) this.#hear(ownGap('unknown', null));
      this.#owesGap = false;
    }
    // The session is over, or has other rights now; who never might listen is not asked again.
    const status = error instanceof ProblemError ? error.status : 0;
    if (state === 'closed' && (status === 401 || (status === 403 && this.#wasOpen))) {
      tellSessionEnd();
    }
  }

  /** Once for all who come and go at the same time: a server takes so many messages a minute. */
  #ask(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    queueMicrotask(() => {
      this.#isAsking = false;
      const wanted = wantedEvents(this.#more.values());
      if (String(wanted) === String(this.#asked)) return;
      this.#asked = wanted;
      this.#subscription.replaceFilter(this.#wishes());
    });
  }

  #wishes() {
    return {
      ...(this.#tenant === '' ? {} : { tenantId: this.#tenant }),
      ...(this.#asked === null ? {} : { events: this.#asked }),
    };
  }

  #hear(event: WireEvent): void {
    this.lastEventAt = Date.now();
    tell(this.#some, event);
    tell(this.#more.keys(), event);
  }
}

function tell(listeners: Iterable<Listener>, event: WireEvent): void {
  for (const listener of listeners) listener(event);
}
