import type { Database } from './database.ts';

/** What a statement takes. The driver ends the process over anything else. */
export type SqlValue = string | number | null | Uint8Array;

type Prepared = ReturnType<Database['prepare']>;

/** A prepared statement, made when it is first used. Bytes come as buffers. */
export class Statement<Row = unknown> {
  readonly #database: Database;
  readonly #sql: string;
  #forOne: Prepared | undefined;
  /** Of its own: the driver answers who asks a statement that gave all rows for one with those again. */
  #forAll: Prepared | undefined;

  constructor(database: Database, sql: string) {
    this.#database = database;
    this.#sql = sql;
  }

  // Values go as one array: a lone object, bytes too, would be taken for named values.

  /** The first row. */
  get(...values: readonly SqlValue[]): Row | undefined {
    return this.#one().get(values) as Row | undefined;
  }

  all(...values: readonly SqlValue[]): readonly Row[] {
    this.#forAll ??= this.#database.prepare(this.#sql);
    const rows = this.#forAll.all(values) as Record<string, unknown>[];
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
    return this.#one().run(values).changes;
  }

  #one(): Prepared {
    return (this.#forOne ??= this.#database.prepare(this.#sql));
  }
}
