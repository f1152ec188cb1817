import type { WireDetection } from '@safeai/api';
import type { Colours } from './colours.ts';
import { alignColumns } from './columns.ts';
import { lineAndColumn } from './position.ts';
import { printable } from './printable.ts';

/** What findings are shown with. */
export interface FindingsView {
  /** The text that locations point into; absent for a structured payload, which has paths. */
  readonly text?: string;
  /** Put before line and column. */
  readonly file?: string;
  readonly colours: Colours;
}

/** A line for each finding: where it is, what it is, its value as the answer shows it, how sure. */
export function findingLines(detections: readonly WireDetection[], view: FindingsView): string[] {
  const { colours } = view;
  if (detections.length === 0) return [colours.dim('  nothing found')];
  const rows = detections.map((detection) => [
    `  ${printable(whereOf(detection, view))}`,
    detection.type,
    printable(detection.value ?? ''),
    printable(detection.tags.join(' ')),
    `confidence ${detection.confidence.toFixed(2)}`,
  ]);
  return alignColumns(rows).map((line, index) => {
    const isWeak = (detections[index]?.confidence ?? 0) < 0.5;
    return isWeak ? colours.dim(line) : line;
  });
}

function whereOf({ path, in: within, location }: WireDetection, view: FindingsView): string {
  if (path !== undefined) return within === 'key' ? `${path} (key)` : path;
  if (view.text === undefined) return `${location.start}-${location.end}`;
  const { line, column } = lineAndColumn(view.text, location.start);
  return [...(view.file === undefined ? [] : [view.file]), line, column].join(':');
}
