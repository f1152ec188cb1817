import type { WireEvent } from '@safeai/client';
import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useSession } from '../session/session-context.ts';
import { LiveEvents, type Heard, type LiveState } from './live-events.ts';

const LiveContext = createContext<LiveEvents | null>(null);

/** Listens to the server's events as long as it is shown. Another session of the same user goes on where the last one ended. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { user, tenant, signedIn } = useSession();
  const [live, setLive] = useState<LiveEvents | null>(null);
  const last = useRef<{ readonly of: string; readonly heard: Heard | null } | null>(null);
  useEffect(() => {
    const of = JSON.stringify([user, tenant]);
    const opened = new LiveEvents(tenant, last.current?.of === of ? last.current.heard : null);
    setLive(opened);
    // What kept it from connecting may be over.
    const onReturn = (): void => {
      if (!document.hidden && opened.standing().state === 'waiting') opened.retry();
    };
    addEventListener('online', onReturn);
    document.addEventListener('visibilitychange', onReturn);
    return () => {
      removeEventListener('online', onReturn);
      document.removeEventListener('visibilitychange', onReturn);
      last.current = { of, heard: opened.heard };
      opened.close();
    };
  }, [user, tenant, signedIn]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

const CONNECTING: LiveState = { state: 'connecting', error: null, since: Date.now(), tries: 0 };
const nothing = () => () => undefined;
const connecting = () => CONNECTING;

/** The connection itself; null before it was begun. */
export function useLiveConnection(): LiveEvents | null {
  return useContext(LiveContext);
}

/** How the connection stands. */
export function useLiveState(): LiveState {
  const live = useContext(LiveContext);
  return useSyncExternalStore(live?.watch ?? nothing, live?.standing ?? connecting);
}

/** Calls back for each event that every page hears (approvals, policies, stops, budgets), gaps among them. */
export function useLive(onEvent: (event: WireEvent) => void): void {
  const live = useContext(LiveContext);
  const hear = useEffectEvent(onEvent);
  useEffect(
    () =>
      live?.listen((event) => {
        hear(event);
      }),
    [live],
  );
}

/**
 * Calls back for every event, gaps among them.
 *
 * @param events names or families that are enough; others may come all the same. All of them if absent
 */
export function useLiveAll(
  onEvent: (event: WireEvent) => void,
  events: readonly string[] | null = null,
): void {
  const live = useContext(LiveContext);
  const hear = useEffectEvent(onEvent);
  const wanted = events?.join(' ') ?? null;
  useEffect(
    () =>
      live?.listenToMore(
        (event) => {
          hear(event);
        },
        wanted === null ? null : wanted.split(' ').filter((name) => name !== ''),
      ),
    [live, wanted],
  );
}
