import { Link } from 'wouter';
import { accountWords, meterTone, usedPart, type Budget } from '../../data/budget.ts';
import { useRoute } from '../../data/use-route.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { shareWords } from '../../ui/figures.ts';
import { Foreign } from '../../ui/foreign.tsx';

/** How many are shown. */
const SHOWN = 5;

/** The budgets of which most is used. */
export function BudgetBurn() {
  const budgets = useRoute('budgets', {}, { everyMs: 60_000, keep: true });
  return (
    <Card title="Budgets" actions={<Link href="~/dashboard/cost">Cost</Link>}>
      <Answer of={budgets} label="Loading the budgets">
        {(all) => <Most budgets={all} />}
      </Answer>
    </Card>
  );
}

function Most({ budgets }: { readonly budgets: readonly Budget[] }) {
  const used = budgets
    .flatMap((budget) => {
      const part = usedPart(budget);
      return part === null ? [] : [{ budget, part }];
    })
    .sort((a, b) => b.part - a.part)
    .slice(0, SHOWN);
  if (used.length === 0) return <p className="soft">No budget limits anything yet.</p>;
  return (
    <ul className="overview-bars">
      {used.map(({ budget, part }) => (
        <li key={`${budget.name} ${accountWords(budget)}`}>
          <span className="spread">
            <span className="one-line">
              <Foreign text={budget.name} most={60} />{' '}
              <span className="soft small">
                <Foreign text={accountWords(budget)} most={60} />
              </span>
            </span>
            <span className="number">{shareWords(part, 1)}</span>
          </span>
          <span
            className="meter"
            data-tone={meterTone(part, budget.warn_at_percent)}
            aria-hidden="true"
          >
            <span className="meter-part" style={{ width: `${Math.min(1, part) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
