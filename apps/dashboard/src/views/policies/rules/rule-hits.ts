/** How often a rule had a say, and when last. */
export interface Hits {
  readonly count: number;
  /** ISO 8601; null where it never had. */
  readonly lastTs: string | null;
}

/** One of the audit log's counts by name. */
export interface NameCount {
  readonly value: string | null;
  readonly count: number;
  readonly last_ts: string;
}

const NONE: Hits = { count: 0, lastTs: null };

/** How often rules decided, or would have, by name. */
export function hitsByName(values: readonly NameCount[]): (name: string) => Hits {
  const byName = new Map(
    values.flatMap(({ value, count, last_ts }): [string, Hits][] =>
      value === null ? [] : [[value, { count, lastTs: last_ts }]],
    ),
  );
  return (name) => byName.get(name) ?? NONE;
}
