import { useState } from 'react';
import { accountWords, moneyUse, tokenUse, usedPart, type Budget } from '../../../data/budget.ts';
import { useRoute } from '../../../data/use-route.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Code } from '../../../ui/code.tsx';
import { countWords, moneyWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { UseMeter } from './use-meter.tsx';

/** How many more are shown at a time. */
const STEP = 30;

const EXAMPLE = `budgets:
  - name: everything
    limit: 500
    period: month
`;

/** How the budgets stand in their current periods, the fullest first. */
export function Budgets() {
  const budgets = useRoute('budgets', {}, { everyMs: 60_000, keep: true });
  return (
    <Card title="Budgets">
      <Answer of={budgets} label="Loading the budgets">
        {(all) => <List budgets={all} />}
      </Answer>
    </Card>
  );
}

function List({ budgets }: { readonly budgets: readonly Budget[] }) {
  const [most, setMost] = useState(STEP);
  if (budgets.length === 0) {
    return (
      <div className="stack">
        <p className="soft">
          No budget limits anything yet, or none has been used. A budget is written into{' '}
          <code>safeai.yaml</code>:
        </p>
        <Code label="A budget for safeai.yaml" text={EXAMPLE} />
      </div>
    );
  }
  const sorted = [...budgets].sort((a, b) => (usedPart(b) ?? -1) - (usedPart(a) ?? -1));
  return (
    <>
      <ul className="cost-budgets" aria-label="Budgets, the fullest first">
        {sorted.slice(0, most).map((budget) => (
          <li key={`${budget.name} ${JSON.stringify(accountOf(budget))}`}>
            <Account budget={budget} />
          </li>
        ))}
      </ul>
      {sorted.length > most ? (
        <Button
          onClick={() => {
            setMost(most + STEP);
          }}
        >
          Show more of {countWords(sorted.length)}
        </Button>
      ) : null}
    </>
  );
}

function accountOf({ tenant_id, user, agent_id, key_id, model }: Budget) {
  return [tenant_id, user, agent_id, key_id, model];
}

function Account({ budget }: { readonly budget: Budget }) {
  const { warn_at_percent: marks = [] } = budget;
  const money = moneyUse(budget);
  const tokens = tokenUse(budget);
  return (
    <>
      <div className="cost-budget-name">
        <strong>
          <Foreign text={budget.name} most={80} />
        </strong>
        <span className="soft small">
          <Foreign text={accountWords(budget)} most={160} />
        </span>
        <span className="soft small">
          {budget.action === 'block' ? 'Blocks what does not fit' : 'Warns alone'}
          {' · '}
          {budget.resets_at === null ? (
            'never starts afresh'
          ) : (
            <>
              afresh <Time at={budget.resets_at} form="ago" />
            </>
          )}
        </span>
      </div>
      <div className="stack">
        {money === null ? null : (
          <UseMeter
            use={money}
            words={(amount) => moneyWords(amount, budget.currency)}
            marks={marks}
          />
        )}
        {tokens === null ? null : (
          <UseMeter use={tokens} words={countWords} unit=" tokens" marks={marks} />
        )}
      </div>
    </>
  );
}
