import { useEffect, useSyncExternalStore } from 'react';
import { ticking } from '../../../ui/ticking.ts';
import { secondsLeft } from './countdown-words.ts';
import { ServerClock } from './server-clock.ts';

/** The clock of the server that this page came from. */
export const serverClock = new ServerClock();

/** Twice a second, so that no second is missed. */
const subscribe = ticking(500);

/** Whole seconds until a moment by the server's time, every second; null while that is not known. @param at ISO 8601 */
export function useSecondsLeft(at: string): number | null {
  return useSyncExternalStore(subscribe, () => {
    const now = serverClock.now();
    return now === null ? null : secondsLeft(Date.parse(at), now);
  });
}

/** Learns the server's time from an answer. @param cameAt when it came, by this machine's clock */
export function useServerTime(serverTime: string | undefined, cameAt: number): void {
  useEffect(() => {
    if (serverTime !== undefined) serverClock.learn(serverTime, Date.now() - cameAt);
  }, [serverTime, cameAt]);
}
