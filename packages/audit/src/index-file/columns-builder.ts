import { isSystemLine } from '../format/record-line.ts';
import { facetValue } from '../read/facet-value.ts';
import type { Line } from '../read/parse-line.ts';
import {
  codeBytes,
  COLUMNS,
  encodeColumns,
  NO_TIME,
  type Column,
  type ColumnName,
} from './columns-record.ts';

/** Gathers the columns of one chunk. */
export class ColumnsBuilder {
  /** Milliseconds since the epoch, or NaN for what does not count. */
  readonly #times: number[] = [];
  readonly #columns = COLUMNS.map((name) => new ColumnBuilder(name));

  /** @param line undefined for bytes that are no line of the format */
  add(line: Line | undefined): void {
    const ts = line === undefined || isSystemLine(line) ? NaN : Date.parse(line.ts);
    this.#times.push(ts);
    for (const column of this.#columns) {
      column.add(
        line === undefined || isSystemLine(line) || Number.isNaN(ts)
          ? undefined
          : column.name === 'dataTags'
            ? JSON.stringify(line.data_tags)
            : facetValue(line, column.name),
      );
    }
  }

  /**
   * The record as the index file has it; undefined where the chunk's times are too far apart for it, which is some
   * 49 days, or its values too long.
   *
   * @param chunkFrom begin of the chunk in the segment
   */
  encode(chunkFrom: number): Buffer | undefined {
    const counted = this.#times.filter((ts) => !Number.isNaN(ts));
    const baseTs = counted.reduce((least, ts) => Math.min(least, ts), counted[0] ?? 0);
    if (counted.some((ts) => ts - baseTs >= NO_TIME)) return undefined;
    return encodeColumns(chunkFrom, {
      lines: this.#times.length,
      baseTs,
      times: Uint32Array.from(this.#times, (ts) => (Number.isNaN(ts) ? NO_TIME : ts - baseTs)),
      columns: new Map(this.#columns.map((column) => [column.name, column.built()])),
    });
  }
}

class ColumnBuilder {
  readonly name: ColumnName;
  readonly #places = new Map<string | null, number>();
  readonly #codes: number[] = [];

  constructor(name: ColumnName) {
    this.name = name;
  }

  /** @param value undefined for a line that does not count */
  add(value: string | null | undefined): void {
    if (value === undefined) {
      this.#codes.push(0);
      return;
    }
    const place = this.#places.get(value) ?? this.#places.size;
    this.#places.set(value, place);
    this.#codes.push(place);
  }

  built(): Column {
    const values = [...this.#places.keys()];
    const width = codeBytes(values);
    if (width === 0) return { values, codes: undefined };
    return { values, codes: (width === 1 ? Uint8Array : Uint16Array).from(this.#codes) };
  }
}
