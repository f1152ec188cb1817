import { meterTone, partOf, type BudgetUse } from '../../../data/budget.ts';
import { shareWords } from '../../../ui/figures.ts';

interface UseMeterProps {
  readonly use: BudgetUse;
  /** An amount in words. */
  readonly words: (amount: number) => string;
  /** What amounts are of, where their words do not say it. */
  readonly unit?: string;
  /** Shares at which a warning is sent, in percent. */
  readonly marks: readonly number[];
}

/** How much of a limit is spent and set aside, and what is left. */
export function UseMeter({
  use: { limit, spent, reserved, remaining },
  words,
  unit = '',
  marks,
}: UseMeterProps) {
  if (spent === null) {
    return (
      <p className="soft">
        Limit {words(limit)}
        {unit}; shared with others, whose spending is not shown to you.
      </p>
    );
  }
  const aside = reserved ?? 0;
  const used = partOf(spent + aside, limit);
  return (
    <div className="cost-use">
      <div className="spread">
        <span>
          {words(spent)} of {words(limit)}
          {unit}
        </span>
        <span className="number">{shareWords(used, 1)}</span>
      </div>
      <div className="meter cost-meter" data-tone={meterTone(used, marks)} aria-hidden="true">
        <div className="meter-part" style={{ width: widthOf(used) }} />
        {aside > 0 ? (
          <div
            className="cost-aside"
            style={{ left: widthOf(partOf(spent, limit)), width: widthOf(partOf(aside, limit)) }}
          />
        ) : null}
        {marks.map((percent) => (
          <div className="cost-mark" key={percent} style={{ left: `${percent}%` }} />
        ))}
      </div>
      <p className="soft small">
        {remaining === null ? '' : `${words(remaining)} left, `}
        {words(aside)} set aside for calls under way
        {marks.length === 0 ? '' : `; warns at ${marks.map((each) => `${each}%`).join(', ')}`}
      </p>
    </div>
  );
}

function widthOf(part: number): string {
  return `${100 * Math.min(1, part)}%`;
}
