import { useCallback, useSyncExternalStore } from 'react';
import { useSession } from '../session/session-context.ts';

/** What is kept as long as the page is open: in memory, of one user alone. */
const kept = new Map<string, unknown>();
const watchers = new Set<() => void>();
let owner = '';

/** Whose it is. What was another user's is forgotten. */
function own(user: string): void {
  if (user === owner) return;
  kept.clear();
  owner = user;
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}

/** A state that outlives what shows it, until the window is closed or somebody else signs in. Written nowhere. */
export function useKept<Value>(
  name: string,
  initial: Value,
): readonly [Value, (next: Value) => void] {
  const { user } = useSession();
  own(user);
  const now = useSyncExternalStore(subscribe, () =>
    kept.has(name) ? (kept.get(name) as Value) : initial,
  );
  const keep = useCallback(
    (next: Value) => {
      kept.set(name, next);
      for (const watcher of watchers) watcher();
    },
    [name],
  );
  return [now, keep];
}
