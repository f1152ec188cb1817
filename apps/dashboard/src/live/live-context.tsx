import type { WireEvent } from '@safeai/client';
import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useSession } from '../session/session-context.ts';
import { LiveEvents, type LiveState } from './live-events.ts';

const LiveContext = createContext<LiveEvents | null>(null);

/** Listens to the server's events as long as it is shown. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { tenant } = useSession();
  const [live, setLive] = useState<LiveEvents | null>(null);
  useEffect(() => {
    const opened = new LiveEvents(tenant);
    setLive(opened);
    return () => {
      opened.close();
    };
  }, [tenant]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

const CONNECTING: LiveState = { state: 'connecting', error: null };
const nothing = () => () => undefined;
const connecting = () => CONNECTING;

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

/** Calls back for every event, gaps among them, as long as it is enabled. */
export function useLiveAll(onEvent: (event: WireEvent) => void, enabled = true): void {
  const live = useContext(LiveContext);
  const hear = useEffectEvent(onEvent);
  useEffect(
    () =>
      enabled
        ? live?.listenToAll((event) => {
            hear(event);
          })
        : undefined,
    [live, enabled],
  );
}
