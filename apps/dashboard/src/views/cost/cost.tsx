import { useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { useRoute } from '../../data/use-route.ts';
import { useLive } from '../../live/live-context.tsx';
import { Answer } from '../../ui/answer.tsx';
import { PeriodChoice } from '../../ui/period-choice.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import { Budgets } from './budgets/budgets.tsx';
import './cost.css';
import { DailySpend } from './daily/daily-spend.tsx';
import { NothingSpent } from './nothing-spent.tsx';
import { periodOf, PERIODS } from './period.ts';
import { Refused } from './refused.tsx';
import { orderOf, sharedByOf } from './shares/share-rows.ts';
import { Shares } from './shares/shares.tsx';
import type { Summary } from './summary.ts';
import { Totals } from './totals.tsx';
import { Unpriced } from './unpriced/unpriced.tsx';

/** What calls to providers cost, and how the budgets stand. */
export default function Cost() {
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const period = periodOf(search.get('period'));
  const summary = useRoute('cost_summary', { query: { period } }, { everyMs: 60_000, keep: true });
  useLive(({ event }) => {
    if (!event.startsWith('budget.') && event !== 'stream.gap') return;
    for (const route of ['cost_summary', 'budgets']) {
      void queries.invalidateQueries({ queryKey: [route] });
    }
  });
  const set = (key: string, value: string): void => {
    const next = new URLSearchParams(search);
    next.set(key, value);
    setSearch(next);
  };
  return (
    <>
      <ViewHead title="Cost">
        <PeriodChoice
          periods={PERIODS}
          chosen={period}
          onChoose={(chosen) => {
            set('period', chosen);
          }}
        />
      </ViewHead>
      {summary.data === undefined && summary.error !== null ? (
        <Refused
          error={summary.error}
          onRetry={() => {
            void summary.refetch();
          }}
        />
      ) : (
        <Answer of={summary} label="Adding up what was spent" lines={10}>
          {(data) => <Shown summary={data} search={search} onChange={set} />}
        </Answer>
      )}
    </>
  );
}

interface ShownProps {
  readonly summary: Summary;
  readonly search: URLSearchParams;
  readonly onChange: (key: string, value: string) => void;
}

function Shown({ summary, search, onChange }: ShownProps) {
  return (
    <>
      <Unpriced summary={summary} />
      <Totals summary={summary} />
      {summary.calls === 0 ? (
        <NothingSpent />
      ) : (
        <>
          {summary.by_day.length > 1 ? <DailySpend summary={summary} /> : null}
          <Shares
            summary={summary}
            by={sharedByOf(search.get('by'))}
            order={orderOf(search.get('sort'))}
            onBy={(by) => {
              onChange('by', by);
            }}
            onOrder={(order) => {
              onChange('sort', order);
            }}
          />
        </>
      )}
      <Budgets />
    </>
  );
}
