import { lazy, Suspense, useState } from 'react';
import { Button } from './button.tsx';
import { DataTable } from './data-table.tsx';
import type { ChartSeries } from './chart-series.ts';
import { Skeleton } from './skeleton.tsx';
import { localTime } from './time-words.ts';

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
  /** Somebody chose a part of the time. Milliseconds since the epoch. */
  readonly onChoose?: (since: number, until: number) => void;
}

/** Figures over time: drawn, or as a table. */
export function Chart(props: ChartProps) {
  const { label, summary, times, series, height = 180 } = props;
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
            { id: 'time', title: 'From', cell: (index) => localTime(times[index] ?? 0, 'full') },
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
