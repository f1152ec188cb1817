import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { countWords } from '../../ui/figures.ts';

/** How often the number is said to who does not see it. Milliseconds. */
const SAY_MS = 5_000;

interface FreshPillProps {
  readonly count: number;
  readonly onShow: () => void;
}

/** How many came while the list stands still: shows them. */
export function FreshPill({ count, onShow }: FreshPillProps) {
  const said = useCalm(count);
  return (
    <>
      {count === 0 ? null : (
        <Button kind="primary" onClick={onShow}>
          {countWords(count)} new
        </Button>
      )}
      <span className="unseen" aria-live="polite">
        {said === 0 ? '' : `${countWords(said)} new ${said === 1 ? 'event' : 'events'}`}
      </span>
    </>
  );
}

/** A number every few seconds. */
function useCalm(value: number): number {
  const latest = useRef(value);
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);
  useEffect(() => {
    const timer = setInterval(() => {
      setCalm(latest.current);
    }, SAY_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return calm;
}
