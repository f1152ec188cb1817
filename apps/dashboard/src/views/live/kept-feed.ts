import { Feed } from './feed.ts';

/** Coming back sooner is the same visit: a page that is drawn anew. Milliseconds. */
const SAME_VISIT_MS = 100;

let kept: { readonly of: string; readonly feed: Feed; leftAt: number | null } | null = null;

/** What was heard for somebody, also before they looked at something else or had to sign in again. One feed is kept. */
export function feedOf(of: string): Feed {
  if (kept?.of !== of) kept = { of, feed: new Feed(), leftAt: null };
  return kept.feed;
}

/** The feed is looked at from now on. @returns ends it */
export function lookAt(feed: Feed): () => void {
  const visit = kept?.feed === feed ? kept : null;
  const leftAt = visit?.leftAt ?? null;
  if (leftAt !== null && Date.now() - leftAt > SAME_VISIT_MS) feed.wasAway();
  return () => {
    feed.release('pointer', 'focus', 'scroll', 'drawer');
    if (visit !== null) visit.leftAt = Date.now();
  };
}
