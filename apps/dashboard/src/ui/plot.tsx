import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from './theme.ts';
import { axisWords } from './axis-words.ts';
import { stacked, type ChartSeries } from './chart-series.ts';

interface PlotProps {
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly kind?: 'lines' | 'bars';
  readonly height: number;
  readonly least?: number;
  readonly isOfDays?: boolean;
  readonly onChoose?: (since: number, until: number) => void;
}

/** The drawing of a chart, on a canvas as wide as what it stands in. */
export default function Plot(props: PlotProps) {
  const { times, series, kind = 'lines', height, least = 1, isOfDays = false, onChoose } = props;
  const frame = useRef<HTMLDivElement>(null);
  const { shown: theme } = useTheme();
  const choose = useEffectEvent((since: number, until: number) => onChoose?.(since, until));
  const isChosen = onChoose !== undefined;

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const plot = new uPlot(
      optionsOf({
        ...{ times, series, kind, height, least, isOfDays, isChosen, choose },
        width: element.clientWidth,
      }),
      dataOf(times, series, kind),
      element,
    );
    const watch = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height });
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
    // Drawn anew for each answer: some hundred points take a millisecond.
  }, [times, series, kind, height, least, isOfDays, theme, isChosen]);

  return <div ref={frame} />;
}

/** Steps of an axis that has days alone. Milliseconds. */
const DAY_STEPS = [1, 2, 3, 7, 14, 28, 56, 91, 182, 364].map((days) => days * 86_400_000);

interface Drawing {
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly kind: 'lines' | 'bars';
  readonly width: number;
  readonly height: number;
  readonly least: number;
  readonly isOfDays: boolean;
  readonly isChosen: boolean;
  readonly choose: (since: number, until: number) => void;
}

function optionsOf(drawing: Drawing): uPlot.Options {
  const { times, series, kind, width, height, least, isOfDays, isChosen, choose } = drawing;
  // The first and the last bar are as wide as the others.
  const half = kind === 'bars' ? ((times[1] ?? 0) - (times[0] ?? 0)) / 2 : 0;
  const axis: uPlot.Axis = {
    stroke: colorOf('--text-soft'),
    grid: { stroke: colorOf('--line'), width: 1 },
    ticks: { stroke: colorOf('--line'), width: 1 },
    font: `11px ${colorOf('--font')}`,
  };
  const [first] = series;
  // The highest of a stack is drawn first, and the lower ones over it.
  const drawn = kind === 'bars' ? [...series].reverse() : series;
  return {
    width,
    height,
    ms: 1,
    ...(isOfDays ? { tzDate: (moment) => uPlot.tzDate(new Date(moment), 'Etc/UTC') } : {}),
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: isChosen, y: false, setScale: false } },
    scales: {
      ...(half > 0 ? { x: { range: (_, first, last) => [first - half, last + half] } } : {}),
      y: { range: (_, __, most) => [0, Math.max(most, least) * 1.05] },
    },
    axes: [
      {
        ...axis,
        ...(isOfDays ? { incrs: DAY_STEPS } : {}),
        values: (_, marks, __, ___, step) => [
          ...axisWords(marks, step, isOfDays ? { timeZone: 'UTC' } : {}),
        ],
      },
      {
        ...axis,
        size: 56,
        values: (_, splits) => splits.map((value) => first?.words(value) ?? ''),
      },
    ],
    series: [
      {},
      ...drawn.map(({ name, color }) => ({
        label: name,
        stroke: colorOf(color),
        width: kind === 'bars' ? 0 : 1.75,
        points: { show: false },
        ...(kind === 'bars' ? barsOf(color) : {}),
      })),
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width: chosen } = plot.select;
          if (chosen > 4) choose(plot.posToVal(left, 'x'), plot.posToVal(left + chosen, 'x'));
        },
      ],
    },
  };
}

function dataOf(
  times: readonly number[],
  series: readonly ChartSeries[],
  kind: 'lines' | 'bars',
): uPlot.AlignedData {
  const values =
    kind === 'bars' ? [...stacked(series)].reverse() : series.map((each) => each.values);
  return [[...times], ...values.map((each) => [...each])] as uPlot.AlignedData;
}

function barsOf(color: string): Partial<uPlot.Series> {
  const paths = uPlot.paths.bars?.({ size: [0.85, 40] });
  return { fill: colorOf(color), ...(paths === undefined ? {} : { paths }) };
}

/** A canvas does not know the names of the stylesheet. */
function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
