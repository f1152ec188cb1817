import { useRef, useState } from 'react';
import { useListKeys } from '../../../app/shortcuts.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { countWords } from '../../../ui/figures.ts';
import { useRefusal, type Verb } from '../decide/may-decide.ts';
import type { RequestFilter } from '../fetch-requests.ts';
import { NothingWaits } from './nothing-waits.tsx';
import { QueueRow } from './queue-row.tsx';
import { useQueue } from './use-queue.ts';

interface QueueProps {
  readonly filter: Omit<RequestFilter, 'tab'>;
  readonly onDecide: (verb: Verb, id: string) => void;
}

/** Most rows that are shown at once. */
const STEP = 100;

/** What waits for a person, the soonest to expire first. No row moves while somebody points at them, or at what shows more. */
export function Queue({ filter, onDecide }: QueueProps) {
  const [isPointedAt, setPointedAt] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [most, setMost] = useState(STEP);
  const { pages, rows, unseen, showUnseen } = useQueue(filter, isPointedAt || isFocused);
  const [chosen, setChosen] = useState('');
  const body = useRef<HTMLTableSectionElement>(null);
  const refusal = useRefusal();

  const at = rows.findIndex(({ request }) => request.request_id === chosen);
  const move = (step: 1 | -1): void => {
    const next = Math.max(0, Math.min(rows.length - 1, at + step));
    body.current?.querySelectorAll<HTMLElement>('[data-open]')[next]?.focus();
  };
  const decide = (verb: Verb): void => {
    const row = rows[at];
    if (row === undefined || row.isGone || refusal(verb, row.request) !== null) return;
    onDecide(verb, row.request.request_id);
  };
  useListKeys({
    j: () => {
      move(1);
    },
    k: () => {
      move(-1);
    },
    a: () => {
      decide('approve');
    },
    d: () => {
      decide('deny');
    },
  });

  const waiting = rows.filter(({ isGone }) => !isGone).length;
  const shown = rows.slice(0, most);
  return (
    <Answer of={pages} label="Loading what waits">
      {() => (
        <section
          className="card"
          aria-label="Requests that wait"
          onPointerEnter={() => {
            setPointedAt(true);
          }}
          onPointerLeave={() => {
            setPointedAt(false);
          }}
        >
          <div className="card-head">
            <span aria-live="polite">
              {countWords(waiting)} {waiting === 1 ? 'waits' : 'wait'}
              {unseen === 0 ? '' : `, ${countWords(unseen)} more since`}
            </span>
            <span className="approvals-head-action">
              {unseen === 0 ? null : <Button onClick={showUnseen}>Show what is new</Button>}
            </span>
          </div>
          {rows.length === 0 ? (
            <NothingWaits isNarrowed={filter.tool !== '' || filter.agent !== ''} />
          ) : (
            <div
              className="table-frame"
              role="region"
              aria-label="Requests that wait, the soonest to expire first"
              tabIndex={0}
              onFocus={() => {
                setFocused(true);
              }}
              onBlur={({ currentTarget, relatedTarget }) => {
                setFocused(currentTarget.contains(relatedTarget));
              }}
            >
              <table className="table approvals-table">
                <caption className="unseen">Requests that wait for a person</caption>
                <thead>
                  <tr>
                    <th scope="col" className="number">
                      Expires in
                    </th>
                    <th scope="col">Tool and why</th>
                    <th scope="col">Agent</th>
                    <th scope="col">Rule</th>
                    <th scope="col">Approvals</th>
                    <th scope="col">Decision</th>
                  </tr>
                </thead>
                <tbody ref={body}>
                  {shown.map((row) => (
                    <QueueRow
                      key={row.request.request_id}
                      row={row}
                      isChosen={row.request.request_id === chosen}
                      onChoose={setChosen}
                      onDecide={onDecide}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {rows.length > most ? (
            <p className="card-body">
              <Button
                onClick={() => {
                  setMost(most + STEP);
                }}
              >
                Show {Math.min(STEP, rows.length - most)} more of {countWords(rows.length)}
              </Button>
            </p>
          ) : null}
        </section>
      )}
    </Answer>
  );
}
