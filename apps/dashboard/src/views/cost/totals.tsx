import { countWords, moneyWords } from '../../ui/figures.ts';
import { Forecast } from './forecast.tsx';
import { periodOf, periodWords } from './period.ts';
import type { Summary } from './summary.ts';

/** What was spent in the period, by how many calls, and what the month will come to. */
export function Totals({ summary }: { readonly summary: Summary }) {
  const { total_cost, calls, currency, period, unpriced } = summary;
  const without = unpriced.reduce((sum, model) => sum + model.calls, 0);
  return (
    <div className="cost-totals">
      <section className="card card-body cost-total" aria-label="Spent" aria-live="polite">
        <h2 className="soft">Spent · {periodWords(periodOf(period))}</h2>
        <p className="cost-figure">{moneyWords(total_cost, currency)}</p>
        <p className="soft small">
          By calendar days in UTC, today included, in {currency}
          {without === 0 ? '' : '; calls without a price are not in it'}.
        </p>
      </section>
      <section className="card card-body cost-total" aria-label="Calls to providers">
        <h2 className="soft">Calls</h2>
        <p className="cost-figure">{countWords(calls)}</p>
        <p className="soft small">
          {without === 0 ? 'All of them have a price.' : `${countWords(without)} without a price.`}
        </p>
      </section>
      <Forecast summary={summary} />
    </div>
  );
}
