import { useEffect, useState } from 'react';
import { useLiveConnection, useLiveState } from '../../live/live-context.tsx';
import { Button } from '../../ui/button.tsx';
import { countWords } from '../../ui/figures.ts';
import { Foreign } from '../../ui/foreign.tsx';
import { elapsedWords, localTime } from '../../ui/time-words.ts';

const WORDS = {
  connecting: 'Connecting',
  open: 'Live',
  waiting: 'Connection lost',
  closed: 'Not connected',
} as const;

/** How the connection stands: since when, when something came last, what keeps it, and how to try at once. */
export function ConnectionLine({ heard }: { readonly heard: number }) {
  const live = useLiveConnection();
  const { state, error, since, tries } = useLiveState();
  const now = useSeconds();
  const isDown = state === 'waiting' || state === 'closed';
  const last = live?.lastEventAt ?? null;
  return (
    <div className="live-connection small" data-state={state}>
      <span>
        <strong>{WORDS[state]}</strong> since {localTime(since, 'clock')}
      </span>
      {isDown ? (
        <>
          <Foreign text={whyOf(error)} most={160} />
          {state === 'waiting' ? <span>It tries again by itself{triesWords(tries)}</span> : null}
          <Button
            icon="reload"
            onClick={() => {
              live?.retry();
            }}
          >
            Try now
          </Button>
        </>
      ) : (
        <span className="soft">
          {last === null ? 'nothing was heard yet' : `last event ${elapsedWords(last, now)}`}
        </span>
      )}
      <span className="soft number">{countWords(heard)} heard</span>
    </div>
  );
}

/** A server that stops says when to come back, and no more. */
function whyOf(error: Error | null): string | undefined {
  return error?.message.includes('retry_after_ms=') === true
    ? 'The server was stopped.'
    : error?.message;
}

function triesWords(tries: number): string {
  return tries === 0 ? '' : `: ${countWords(tries)} ${tries === 1 ? 'try' : 'tries'} so far`;
}

/** The time, every second. Milliseconds since the epoch. */
function useSeconds(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
