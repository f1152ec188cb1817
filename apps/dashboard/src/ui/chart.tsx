import { lazy, Suspense, useState } from 'react';
import { Button } from './button.tsx';
import { DataTable } from './data-table.tsx';
import type { ChartSeries } from './chart-series.ts';
import { Skeleton } from './skeleton.tsx';
import { localTime, utcTime } from './time-words.ts';

const Plot = lazy(() => import('./plot.tsx'));

interface ChartProps {
  /** What it shows: its name. */
  readonly label: string;
  /** What is to be seen, in a sentence. */
  readonly summary: string;
  /** Milliseconds since the epoch, ascending. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Lines, or bars upon each other. */
  readonly kind?: 'lines' | 'bars';
  readonly height?: number;
  /** The scale goes to this value at least. 1 if absent. */
  readonly least?: number;
  /** Each time is the beginning of a day in UTC. */
  readonly isOfDays?: boolean;
  /** Somebody chose a part of the time. Milliseconds since the epoch. */
  readonly onChoose?: (since: number, until: number) => void;
}

/** Figures over time: drawn, or as a table. */
export function Chart(props: ChartProps) {
  const { label, summary, times, series, height = 180, isOfDays = false } = props;
  const [isTable, setTable] = useState(false);
  return (
    <figure className="chart" aria-label={label}>
      <figcaption className="spread small">
        <span className="soft">{summary}</span>
        <Button
          kind="quiet"
          aria-pressed={isTable}
          onClick={() => {
            setTable(!isTable);
          }}
        >
          Table
        </Button>
      </figcaption>
      {isTable ? (
        <DataTable
          label={label}
          keyOf={(index) => String(index)}
          rows={times.map((_, index) => index)}
          columns={[
            {
              id: 'time',
              title: isOfDays ? 'Day (UTC)' : 'From',
              cell: (index) => {
                const from = times[index] ?? 0;
                return isOfDays ? utcTime(from).slice(0, 10) : localTime(from, 'full');
              },
            },
            ...series.map(({ name, values, words }) => ({
              id: name,
              title: name,
              isNumber: true,
              cell: (index: number) => words(values[index] ?? 0),
            })),
          ]}
        />
      ) : (
        <>
          <ul className="row small chart-names" aria-hidden="true">
            {series.map(({ name, color }) => (
              <li key={name} className="row">
                <span className="chart-sign" style={{ background: `var(${color})` }} />
                {name}
              </li>
            ))}
          </ul>
          <div className="chart-plot" aria-hidden="true" style={{ height }}>
            <Suspense fallback={<Skeleton label={label} />}>
              <Plot {...props} height={height} />
            </Suspense>
          </div>
        </>
      )}
    </figure>
  );
}
