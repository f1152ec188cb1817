import { csvRow } from '@safeai/core/stores';
import { useMemo } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Chart } from '../../../ui/chart.tsx';
import type { ChartSeries } from '../../../ui/chart-series.ts';
import { download } from '../../../ui/download.ts';
import { moneyWords } from '../../../ui/figures.ts';
import { amountOf, type Summary } from '../summary.ts';
import { dailyStack, NAMED_MODELS } from './daily-stack.ts';
import { seriesNames } from './series-names.ts';

/** The scale of a chart goes to a cent at least. */
const LEAST = 0.01;

/** What each day of the period has cost, by model. */
export function DailySpend({ summary }: { readonly summary: Summary }) {
  const { currency, period } = summary;
  const { by_day: days } = summary.micros;
  const times = useMemo(() => days.map(({ day }) => Date.parse(`${day}T00:00:00Z`)), [days]);
  const series = useMemo(() => seriesOf(days, currency), [days, currency]);
  const save = (): void => {
    const rows = days.flatMap(({ day, by_model }) =>
      Object.entries(by_model).map(([model, micros]) => [day, model, amountOf(micros), currency]),
    );
    const text = [['day', 'model', 'spent', 'currency'], ...rows].map(csvRow).join('');
    download(`cost-by-day-${period}.csv`, 'text/csv', text);
  };
  return (
    <Card
      title="Spend by day"
      actions={
        <Button kind="quiet" icon="download" onClick={save}>
          CSV
        </Button>
      }
    >
      <Chart
        label="Spend by day"
        summary={summaryOf(summary)}
        times={times}
        series={series}
        kind="bars"
        height={220}
        least={LEAST}
        isOfDays
      />
    </Card>
  );
}

function seriesOf(days: Summary['micros']['by_day'], currency: string): readonly ChartSeries[] {
  const layers = dailyStack(days);
  const names = seriesNames(layers.map(({ model }) => model));
  return layers.map(({ model, micros }, index) => ({
    name: names[index] ?? '',
    color: `--chart-${model === null ? NAMED_MODELS + 1 : index + 1}`,
    values: micros.map(amountOf),
    words: (amount) => moneyWords(amount, currency),
  }));
}

function summaryOf({ by_day: days, currency }: Summary): string {
  const dearest = days.reduce((most, day) => (day.total_cost > most.total_cost ? day : most));
  return dearest.total_cost === 0
    ? `Nothing was spent on ${days.length} days.`
    : `Most on ${dearest.day}: ${moneyWords(dearest.total_cost, currency)}. Days in UTC.`;
}
