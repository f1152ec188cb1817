import { useMemo, useSyncExternalStore } from 'react';
import type { Feed, FeedStanding } from './feed.ts';

/** Least time between two paintings, while the list moves and while it stands still. Milliseconds. */
const MOVING_MS = 100;
const STILL_MS = 500;

/** How the feed stands, as it was painted last: at most once a frame, and less often while much happens. */
export function useStanding(feed: Feed): FeedStanding {
  const paced = useMemo(() => pace(feed), [feed]);
  return useSyncExternalStore(paced.watch, paced.standing);
}

function pace(feed: Feed) {
  let painted = feed.standing();
  let paintedAt = -Infinity;
  const watch = (paint: () => void): (() => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    // A page that nobody sees gets no frames: it is painted once when somebody does again.
    const show = (now: number): void => {
      frame = 0;
      paintedAt = now;
      painted = feed.standing();
      paint();
    };
    const askForFrame = (): void => {
      timer = undefined;
      frame = requestAnimationFrame(show);
    };
    const ask = (): void => {
      if (timer !== undefined || frame !== 0) return;
      const { holds } = feed.standing();
      // Whoever holds it or lets it go sees that at once.
      const isAnswer = holds.size !== painted.holds.size;
      const least = isAnswer ? 0 : holds.size > 0 ? STILL_MS : MOVING_MS;
      const wait = paintedAt + least - performance.now();
      if (wait > 0) timer = setTimeout(askForFrame, wait);
      else askForFrame();
    };
    const end = feed.watch(ask);
    ask();
    return () => {
      end();
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  };
  return { watch, standing: () => painted };
}
