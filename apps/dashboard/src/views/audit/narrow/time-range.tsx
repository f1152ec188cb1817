import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import type { Question } from '../question/keys.ts';
import { localInput, momentOf } from '../question/moment-text.ts';

const PRESETS = [
  ['15m', 'Last 15 minutes'],
  ['1h', 'Last hour'],
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
] as const;

/** A question without a time. */
function timeless({ last: _, since: __, until: ___, ...rest }: Question): Question {
  return rest;
}

interface TimeRangeProps {
  readonly question: Question;
  readonly onAsk: (question: Question) => void;
}

/** Chooses the time that is looked at: so long before now, or from one moment to another in the viewer's zone. */
export function TimeRange({ question, onAsk }: TimeRangeProps) {
  const [isWanted, setWanted] = useState(false);
  const { last, since, until } = question;
  const isOwn = since !== undefined || until !== undefined || isWanted;
  const chosen = isOwn ? 'own' : (last ?? 'all');
  const isOther = last !== undefined && !PRESETS.some(([span]) => span === last);
  const choose = (value: string): void => {
    setWanted(value === 'own');
    if (value === 'own') return;
    onAsk({ ...timeless(question), ...(value === 'all' ? {} : { last: value }) });
  };
  return (
    <div className="row audit-time">
      <label className="unseen" htmlFor="audit-time">
        Time
      </label>
      <select
        id="audit-time"
        className="input"
        value={chosen}
        onChange={(event) => {
          choose(event.target.value);
        }}
      >
        {PRESETS.map(([span, words]) => (
          <option key={span} value={span}>
            {words}
          </option>
        ))}
        {isOther ? <option value={last}>Last {last}</option> : null}
        <option value="all">All time</option>
        <option value="own">From – to…</option>
      </select>
      {isOwn ? (
        <FromTo
          key={`${since ?? ''} ${until ?? ''}`}
          question={question}
          onAsk={(asked) => {
            setWanted(false);
            onAsk(asked);
          }}
        />
      ) : null}
    </div>
  );
}

function FromTo({ question, onAsk }: TimeRangeProps) {
  const [from, setFrom] = useState(inputOf(question.since));
  const [to, setTo] = useState(inputOf(question.until));
  const since = momentOf(from);
  const until = momentOf(to);
  const problem =
    since !== null && until !== null && since >= until ? 'It ends before it begins.' : null;
  return (
    <form
      className="row audit-from-to"
      aria-label="From one moment to another"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem !== null) return;
        onAsk({
          ...timeless(question),
          ...(since === null ? {} : { since: new Date(since).toISOString() }),
          ...(until === null ? {} : { until: new Date(until).toISOString() }),
        });
      }}
    >
      <Field label="From" isLabelUnseen problem={problem}>
        {(described) => (
          <input
            {...described}
            type="datetime-local"
            step={1}
            value={from}
            onChange={(event) => {
              setFrom(event.target.value);
            }}
          />
        )}
      </Field>
      <Field label="To" isLabelUnseen>
        {(described) => (
          <input
            {...described}
            type="datetime-local"
            step={1}
            value={to}
            onChange={(event) => {
              setTo(event.target.value);
            }}
          />
        )}
      </Field>
      <Button type="submit">Apply</Button>
    </form>
  );
}

function inputOf(moment: string | undefined): string {
  return moment === undefined ? '' : localInput(Date.parse(moment));
}
