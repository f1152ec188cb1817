import { EventSubscription, ProblemError, type EventsState, type WireEvent } from '@safeai/client';
import { routes } from '../session/routes.ts';
import { tellSessionEnd } from '../session/session-end.ts';

/** What is heard by every page: what changes what it shows. */
const ALWAYS: readonly string[] = [
  'approval.*',
  'intercept.pending_approval',
  'policy.*',
  'lockdown.*',
  'budget.*',
  'alert.*',
  'key.*',
  'audit.failure',
];

/** How the connection stands. */
export interface LiveState {
  readonly state: EventsState;
  /** Why it waits or is closed. */
  readonly error: Error | null;
}

type Listener = (event: WireEvent) => void;

/**
 * One connection for all of the page. It hears everything only while somebody wants everything; gaps are told as
 * `stream.gap`.
 */
export class LiveEvents {
  readonly #tenant: string;
  readonly #some = new Set<Listener>();
  readonly #all = new Set<Listener>();
  readonly #watchers = new Set<() => void>();
  readonly #subscription;
  #now: LiveState = { state: 'connecting', error: null };

  /** @param tenant empty for all of the user's */
  constructor(tenant: string) {
    this.#tenant = tenant;
    this.#subscription = new EventSubscription(routes, {
      ...this.#wishes(),
      onEvent: (event) => {
        this.#hear(event);
      },
      onState: (state, error) => {
        this.#now = { state, error };
        for (const watcher of this.#watchers) watcher();
        if (error instanceof ProblemError && error.status === 401) tellSessionEnd();
      },
    });
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

  /** Hears everything. @returns ends it */
  listenToAll(listener: Listener): () => void {
    const wasAll = this.#all.size > 0;
    this.#all.add(listener);
    if (!wasAll) this.#subscription.replaceFilter(this.#wishes());
    return () => {
      this.#all.delete(listener);
      if (this.#all.size === 0) this.#subscription.replaceFilter(this.#wishes());
    };
  }

  close(): void {
    this.#subscription.close();
  }

  #wishes() {
    return {
      ...(this.#tenant === '' ? {} : { tenantId: this.#tenant }),
      ...(this.#all.size > 0 ? {} : { events: ALWAYS }),
    };
  }

  #hear(event: WireEvent): void {
    for (const listener of this.#some) listener(event);
    for (const listener of this.#all) listener(event);
  }
}
