import { useEffect, useRef, useState } from 'react';
import { useLiveAll } from '../../live/live-context.tsx';
import type { ActionName } from '../../ui/verdict.tsx';
import { decisionOf, plus, type BoundaryName, type DecisionCounts } from './event-count.ts';

interface Since {
  /** The answer that they come after. */
  readonly asOf: string;
  readonly decisions: readonly (readonly [ActionName, BoundaryName])[];
}

/** The counts of an answer and what happened since, painted at most once a frame. */
export function useLiveCounts(counts: DecisionCounts, asOf: string): DecisionCounts {
  const [since, setSince] = useState<Since>({ asOf, decisions: [] });
  const waiting = useRef<(readonly [ActionName, BoundaryName])[]>([]);
  const frame = useRef(0);

  useLiveAll((event) => {
    const decision = decisionOf(event);
    if (decision === null) return;
    waiting.current.push(decision);
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      const came = waiting.current;
      waiting.current = [];
      setSince((now) => ({
        asOf,
        decisions: now.asOf === asOf ? [...now.decisions, ...came] : came,
      }));
    });
  });
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    },
    [],
  );
  return since.asOf === asOf ? plus(counts, since.decisions) : counts;
}
