import { useEffect, useRef, useState } from 'react';
import { useLiveAll } from '../../live/live-context.tsx';
import { countOf, decisionOf, NONE, plus, type DecisionCounts } from './event-count.ts';

interface Since {
  /** The answer that they come after. */
  readonly asOf: string;
  readonly counts: DecisionCounts;
}

/** The counts of an answer and what happened since, painted at most once a frame. */
export function useLiveCounts(counts: DecisionCounts, asOf: string): DecisionCounts {
  const [since, setSince] = useState<Since>({ asOf, counts: NONE });
  // Added up at once: a page that nobody sees gets no frames.
  const waiting = useRef(NONE);
  const frame = useRef(0);

  useLiveAll((event) => {
    const decision = decisionOf(event);
    // What is told again after a return is counted in the answer already.
    if (decision === null || Date.parse(event.timestamp) < Date.parse(asOf)) return;
    waiting.current = plus(waiting.current, countOf(decision));
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      const came = waiting.current;
      waiting.current = NONE;
      setSince((now) => ({ asOf, counts: now.asOf === asOf ? plus(now.counts, came) : came }));
    });
  });
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    },
    [],
  );
  return since.asOf === asOf ? plus(counts, since.counts) : counts;
}
