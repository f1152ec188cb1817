import { useMemo } from 'react';
import { Chart } from '../../../ui/chart.tsx';
import { countWords } from '../../../ui/figures.ts';
import type { ChartSeries } from '../../../ui/chart-series.ts';
import { ACTION_COLORS, ACTION_WORDS, ACTIONS } from '../../../ui/verdict.tsx';
import { filled, rangeOf } from './tally-step.ts';
import type { Bars } from './use-tally.ts';

interface HistogramProps {
  readonly of: Bars;
  readonly onChoose: (since: number, until: number) => void;
}

/** What was decided over time; a part of it can be chosen by dragging. */
export function Histogram({ of: { data, step, question }, onChoose }: HistogramProps) {
  const { times, series } = useMemo(() => {
    const bars = filled(data.series, step, rangeOf(question, Date.parse(data.as_of)));
    return {
      times: bars.map(({ ts }) => Date.parse(ts)),
      series: ACTIONS.map((action): ChartSeries => ({
        name: ACTION_WORDS[action],
        color: ACTION_COLORS[action],
        values: bars.map((bar) => bar[action]),
        words: countWords,
      })),
    };
  }, [data, step, question]);
  if (data.total === 0) return <p className="soft small">No records in this time.</p>;
  return (
    <Chart
      label="Records over time"
      summary={`${countWords(data.total)} ${data.total === 1 ? 'record' : 'records'}, ${step} a bar. Drag to choose a time.`}
      kind="bars"
      height={120}
      times={times}
      series={series}
      onChoose={onChoose}
    />
  );
}
