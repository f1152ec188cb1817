import type { Database } from './database.ts';

/** What a statement takes. The driver ends the process over anything else. */
export type SqlValue = string | number | null | Uint8Array;

/** A prepared statement. Bytes come as buffers. */
export class Statement<Row = unknown> {
  readonly #statement;

  constructor(database: Database, sql: string) {
    this.#statement = database.prepare(sql);
  }

  // Values go as one array: a lone object, bytes too, would be taken for named values.

  /** The first row. */
  get(...values: readonly SqlValue[]): Row | undefined {
    return this.#statement.get(values) as Row | undefined;
  }

  all(...values: readonly SqlValue[]): readonly Row[] {
    const rows = this.#statement.all(values) as Record<string, unknown>[];
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        // Other than for a single row, the driver gives bytes as an ArrayBuffer.
        if (value instanceof ArrayBuffer) row[column] = Buffer.from(value);
      }
    }
    return rows as readonly Row[];
  }

  /** How many rows it changed. */
  run(...values: readonly SqlValue[]): number {
    return this.#statement.run(values).changes;
  }
}
