/** One thing that is counted over time. */
export interface ChartSeries {
  readonly name: string;
  /** A name of the stylesheet's: `--block`. */
  readonly color: string;
  readonly values: readonly number[];
  /** A value in words: `12`, `3.4 %`, `$1.20`. */
  readonly words: (value: number) => string;
}

/** Series upon each other: each with those before it added. */
export function stacked(series: readonly ChartSeries[]): readonly (readonly number[])[] {
  let below: readonly number[] = [];
  return series.map(({ values }) => {
    below = values.map((value, index) => value + (below[index] ?? 0));
    return below;
  });
}
