import { countWords, moneyWords } from '../../ui/figures.ts';
import type { Summary } from './summary.ts';

const MONTH = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });

/** What the current month is likely to come to, how sure that is, and how it is made. */
export function Forecast({ summary: { forecast, currency } }: { readonly summary: Summary }) {
  if (forecast === null) {
    return (
      <section className="card card-body cost-total" aria-label="Forecast">
        <h2 className="soft">Forecast</h2>
        <p className="cost-figure soft">None yet</p>
        <p className="soft small">It goes by two full days with calls at least.</p>
      </section>
    );
  }
  const { period, spent, projected, low, high, days_left, basis_days } = forecast;
  const words = (amount: number): string => moneyWords(amount, currency);
  const share = (amount: number): string => `${high > 0 ? (100 * amount) / high : 0}%`;
  return (
    <section className="card card-body cost-total" aria-label="Forecast">
      <h2 className="soft">Forecast · {MONTH.format(Date.parse(`${period}-01T00:00:00Z`))}</h2>
      <p className="cost-figure">{words(projected)}</p>
      <div className="meter cost-range" aria-hidden="true">
        <div className="meter-part" style={{ width: share(spent) }} />
        <div className="cost-range-likely" style={{ left: share(low), right: 0 }} />
        <div className="cost-mark" style={{ left: share(projected) }} />
      </div>
      <p className="small">
        {words(low)} to {words(high)}; {words(spent)} so far
      </p>
      <details className="small">
        <summary className="soft">How it is made</summary>
        <p className="soft">
          What the month has cost so far, and for the rest of it ({countWords(days_left)}{' '}
          {days_left === 1 ? 'day' : 'days'}, today among them) as much a day as the mean of the
          last {basis_days} full days. The range is one standard error to each side: expect the
          month to end in it two times in three. Calls without a price are in none of it.
        </p>
      </details>
    </section>
  );
}
