import {
  NO_TIME,
  type Column,
  type ColumnName,
  type Columns,
} from '../index-file/columns-record.ts';
import type { Match } from './match.ts';

/** Ordinals of the records of a chunk that pass the tests of what columns hold, within the times that count. O(lines). */
export function matchingLines(
  { baseTs, times, lines, ...chunk }: Columns,
  match: Match,
): Uint32Array {
  const wanted: { codes: NonNullable<Column['codes']>; holds: readonly boolean[] }[] = [];
  const ask = ({ values, codes }: Column, holds: (value: string | null) => boolean): boolean => {
    const held = values.map(holds);
    if (codes !== undefined && held.includes(false)) wanted.push({ codes, holds: held });
    return held.includes(true);
  };
  const none = new Uint32Array(0);
  for (const [name, holds] of match.tests.facets) {
    if (!ask(columnOf(chunk, name), holds)) return none;
  }
  const ofTags = match.tests.dataTags;
  if (ofTags !== undefined) {
    const holds = (tags: string | null): boolean => ofTags(JSON.parse(tags ?? '[]') as string[]);
    if (!ask(columnOf(chunk, 'dataTags'), holds)) return none;
  }

  const found = new Uint32Array(lines);
  let count = 0;
  for (let line = 0; line < lines; line++) {
    const time = times[line] ?? NO_TIME;
    if (time === NO_TIME) continue;
    const ts = baseTs + time;
    if (ts < match.since || ts >= match.until) continue;
    if (wanted.every(({ codes, holds }) => holds[codes[line] ?? 0])) found[count++] = line;
  }
  return found.subarray(0, count);
}

/** A column of a chunk; one without values where it is not there. */
export function columnOf({ columns }: Pick<Columns, 'columns'>, name: ColumnName): Column {
  return columns.get(name) ?? { values: [], codes: undefined };
}
