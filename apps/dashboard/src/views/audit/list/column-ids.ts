/** Every column of the list beside the time, in their order. */
export const COLUMN_IDS = [
  'verdict',
  'event',
  'agent',
  'tool',
  'policy',
  'tags',
  'tenant',
  'session',
  'principal',
  'reason',
] as const;

/** A column of the list. */
export type ColumnId = (typeof COLUMN_IDS)[number];

/** Those that are shown unless somebody chose others. */
export const USUAL_COLUMNS: readonly ColumnId[] = COLUMN_IDS.slice(0, 7);
