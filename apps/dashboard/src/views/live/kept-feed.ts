import { Feed } from './feed.ts';

interface Kept {
  readonly of: string;
  readonly feed: Feed;
  /** Somebody looked at it, and does no longer. */
  isLeft: boolean;
  leaving: ReturnType<typeof setTimeout> | undefined;
}

let kept: Kept | null = null;

/** What was heard for somebody, also before they looked at something else or had to sign in again. One feed is kept. */
export function feedOf(of: string): Feed {
  if (kept?.of !== of) kept = { of, feed: new Feed(), isLeft: false, leaving: undefined };
  return kept.feed;
}

/** The feed is looked at from now on. @returns ends it */
export function lookAt(feed: Feed): () => void {
  const visit = kept?.feed === feed ? kept : null;
  clearTimeout(visit?.leaving);
  if (visit?.isLeft === true) feed.wasAway();
  if (visit !== null) visit.isLeft = false;
  return () => {
    feed.release('pointer', 'focus', 'scroll', 'drawer');
    if (visit === null) return;
    // Who is back at once did not leave: the page is drawn anew.
    visit.leaving = setTimeout(() => {
      visit.isLeft = true;
    });
  };
}
