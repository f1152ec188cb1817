import type { AnswerOf } from '@safeai/client';
import { useSearchParams } from 'wouter';
import { useBlockedScan } from '../../data/blocked-scan.ts';
import { useRoute } from '../../data/use-route.ts';
import { useMay } from '../../session/session-context.ts';
import { Answer } from '../../ui/answer.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PeriodChoice } from '../../ui/period-choice.tsx';
import { ViewHead } from '../../ui/view-head.tsx';
import { BlockedMost } from './blocked-most.tsx';
import { BudgetBurn } from './budget-burn.tsx';
import { Counters } from './counters.tsx';
import { DecisionCharts } from './decision-charts.tsx';
import { HealthCard } from './health-card.tsx';
import './overview.css';
import { useLiveCounts } from './use-live-counts.ts';
import { Waiting } from './waiting.tsx';
import { Warnings } from './warnings.tsx';

const SPANS = [
  ['1h', 'Last hour'],
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
] as const;

type Span = (typeof SPANS)[number][0];

/** What happens now, and what waits for somebody. */
export default function Overview() {
  const [search, setSearch] = useSearchParams();
  const last = SPANS.find(([span]) => span === search.get('last'))?.[0] ?? '24h';
  const overview = useRoute(
    'dashboard_overview',
    { query: { last } },
    { everyMs: 15_000, keep: true },
  );
  return (
    <>
      <ViewHead title="Overview">
        <PeriodChoice
          periods={SPANS}
          chosen={last}
          onChoose={(span) => {
            setSearch({ last: span });
          }}
        />
      </ViewHead>
      <Answer of={overview} label="Loading the overview" lines={8}>
        {(data) => <Shown overview={data} last={last} />}
      </Answer>
    </>
  );
}

function Shown({
  overview,
  last,
}: {
  readonly overview: AnswerOf<'dashboard_overview'>;
  readonly last: Span;
}) {
  const may = useMay();
  const counts = useLiveCounts(overview, overview.as_of);
  const command = useBlockedScan();
  return (
    <>
      <Warnings overview={overview} />
      <Counters counts={counts} last={last} />
      {counts.total === 0 && overview.history ? (
        <div className="card">
          <Empty title="Nothing has been decided in this time" command={command}>
            <p className="soft">This one is blocked, and shows here at once.</p>
          </Empty>
        </div>
      ) : (
        <DecisionCharts overview={overview} />
      )}
      <div className="overview-cards">
        <Waiting overview={overview} />
        {may('budgets') ? <BudgetBurn /> : null}
        <HealthCard />
      </div>
      {may('audit_facets') ? <BlockedMost last={last} /> : null}
    </>
  );
}
