import { useEffect, useRef, useState } from 'react';
import { useLiveAll } from '../../../live/live-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { countWords } from '../../../ui/figures.ts';
import type { Question } from '../question/keys.ts';
import { matchOf } from './matches-event.ts';

/** How often the number that is shown follows. Milliseconds. */
const EVERY = 500;

interface NewRecordsProps {
  readonly question: Question;
  readonly onShow: () => void;
}

/** Says that the log has grown: the list does not jump, it is fetched again when somebody wants it. */
export function NewRecords({ question, onShow }: NewRecordsProps) {
  const heard = useRef({ sure: 0, unsure: 0 });
  const [shown, setShown] = useState({ sure: 0, unsure: 0 });
  useLiveAll((event) => {
    const match = matchOf(event, question, Date.now());
    if (match === 'yes') heard.current.sure++;
    if (match === 'maybe') heard.current.unsure++;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      setShown((before) => {
        const { sure, unsure } = heard.current;
        return before.sure === sure && before.unsure === unsure ? before : { sure, unsure };
      });
    }, EVERY);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const { sure, unsure } = shown;
  return (
    <span aria-live="polite">
      {sure + unsure === 0 ? null : (
        <Button kind="primary" icon="reload" onClick={onShow}>
          {unsure > 0
            ? 'The log has grown'
            : `${countWords(sure)} new ${sure === 1 ? 'record' : 'records'}`}
        </Button>
      )}
    </span>
  );
}
