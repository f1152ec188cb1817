import type { AnswerOf } from '@safeai/client';
import { useMemo } from 'react';
import { Card } from '../../ui/card.tsx';
import type { ChartSeries } from '../../ui/chart-series.ts';
import { Chart } from '../../ui/chart.tsx';
import { countWords, shareWords, shortCount } from '../../ui/figures.ts';
import { durationWords } from '../../ui/time-words.ts';
import { ACTION_COLORS, ACTION_WORDS, ACTIONS } from '../../ui/verdict.tsx';

type Overview = AnswerOf<'dashboard_overview'>;

/** How many decisions there were, and which part of them was blocked, over time. */
export function DecisionCharts({ overview }: { readonly overview: Overview }) {
  const { series, step_seconds: step, total, by_action: byAction } = overview;
  const { times, rates, blocked } = useMemo(() => chartsOf(series), [series]);
  const each = durationWords(step * 1000);
  return (
    <div className="overview-charts">
      <Card title="Decision rate">
        <Chart
          label="Decisions over time"
          summary={`${countWords(total)} decisions, in steps of ${each}`}
          kind="bars"
          times={times}
          series={rates}
        />
      </Card>
      <Card title="Block rate">
        <Chart
          label="Part of the decisions that blocked, over time"
          summary={`${shareWords(byAction.block, total)} of all were blocked, in steps of ${each}`}
          times={times}
          series={blocked}
          least={0.1}
        />
      </Card>
    </div>
  );
}

function chartsOf(steps: Overview['series']): {
  readonly times: readonly number[];
  readonly rates: readonly ChartSeries[];
  readonly blocked: readonly ChartSeries[];
} {
  return {
    times: steps.map(({ ts }) => Date.parse(ts)),
    rates: ACTIONS.map((action) => ({
      name: ACTION_WORDS[action],
      color: ACTION_COLORS[action],
      values: steps.map((step) => step[action]),
      words: shortCount,
    })),
    blocked: [
      {
        name: 'Blocked',
        color: ACTION_COLORS.block,
        values: steps.map(({ block, total }) => (total === 0 ? 0 : block / total)),
        words: (value) => shareWords(value, 1),
      },
    ],
  };
}
