import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { ACTION_WORDS, type ActionName } from '../../../ui/verdict.tsx';
import { checkValue } from '../question/check-value.ts';
import { absentOf, isAbsentKey, type QueryKey, type Question } from '../question/keys.ts';
import { toggled, toggledAbsent } from '../question/question-search.ts';
import type { Tally } from './use-tally.ts';

type Counted = NonNullable<Tally['of']['data']>['facets'];

/** The facets, as the route names them, by their key in the query bar. */
const FACETS = [
  ['action', 'action', 'Verdict'],
  ['boundary', 'boundary', 'Boundary'],
  ['event', 'event', 'Event'],
  ['agent', 'agent_id', 'Agent'],
  ['tool', 'tool_name', 'Tool'],
  ['policy', 'policy_name', 'Policy'],
  ['tenant', 'tenant_id', 'Tenant'],
  ['shadow', 'shadow_policy_name', 'Shadow rule'],
] as const satisfies readonly (readonly [QueryKey, keyof Counted, string])[];

/** Values of a facet that are shown at first, and after “more”. */
export const FEW_VALUES = 12;
export const MANY_VALUES = 200;

interface FacetsProps {
  readonly facets: Counted;
  readonly question: Question;
  readonly onAsk: (question: Question) => void;
  /** Somebody wants to see more than some values of a facet. */
  readonly onMore: () => void;
}

/** What there is to narrow by, with how many records each value has. */
export function Facets({ facets, question, onAsk, onMore }: FacetsProps) {
  const [open, setOpen] = useState<readonly QueryKey[]>([]);
  return (
    <>
      {FACETS.map(([key, field, title]) => {
        const { values, distinct } = facets[field];
        // Where no shadow rule would have decided otherwise, there is nothing to say of it.
        if (key === 'shadow' && values.every(({ value }) => value === null)) return null;
        const shown = values.slice(0, open.includes(key) ? MANY_VALUES : FEW_VALUES);
        return (
          <section key={key} className="audit-facet" aria-label={title}>
            <h2 className="spread">
              {title}
              <span className="soft small number">{countWords(distinct)}</span>
            </h2>
            <ul>
              {shown.map(({ value, count }) => (
                <FacetValue
                  key={value ?? '\u0000'}
                  facet={key}
                  value={value}
                  count={count}
                  isChosen={
                    value === null
                      ? absentOf(question).some((each) => each === key)
                      : question[key] === value
                  }
                  onChoose={() => {
                    if (value !== null) onAsk(toggled(question, key, value));
                    else if (isAbsentKey(key)) onAsk(toggledAbsent(question, key));
                  }}
                />
              ))}
            </ul>
            {distinct > shown.length && !open.includes(key) ? (
              <Button
                kind="quiet"
                onClick={() => {
                  setOpen([...open, key]);
                  onMore();
                }}
              >
                {Math.min(distinct, MANY_VALUES) - shown.length} more
                <span className="unseen"> of {title}</span>
              </Button>
            ) : null}
          </section>
        );
      })}
    </>
  );
}

interface FacetValueProps {
  readonly facet: QueryKey;
  readonly value: string | null;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** A value and its count. What no address can hold cannot be asked for, nor that there is none of what always is. */
function FacetValue({ facet, value, count, isChosen, onChoose }: FacetValueProps) {
  const number = <span className="number soft">{countWords(count)}</span>;
  const canBeAsked = value === null ? isAbsentKey(facet) : !('problem' in checkValue(facet, value));
  const words =
    value === null ? (
      <span className="soft">none</span>
    ) : facet === 'action' && value in ACTION_WORDS ? (
      ACTION_WORDS[value as ActionName]
    ) : (
      <Foreign text={value} most={60} />
    );
  if (!canBeAsked) {
    return (
      <li className="audit-value">
        <span className="soft one-line">{words}</span>
        {number}
      </li>
    );
  }
  return (
    <li>
      <button type="button" className="audit-value" aria-pressed={isChosen} onClick={onChoose}>
        <span className="one-line">{words}</span>
        {number}
      </button>
    </li>
  );
}
