import { COLUMN_IDS, USUAL_COLUMNS } from './list/column-ids.ts';

/** A search that somebody gave a name. */
export interface SavedView {
  readonly name: string;
  /** As in the address, without its question mark. */
  readonly search: string;
}

/** Most that are kept, and the longest name. */
export const MOST_VIEWS = 20;
export const LONGEST_NAME = 60;

const VIEWS = 'safeai.audit.views';
const COLUMNS = 'safeai.audit.columns';

/** What this browser keeps of its user's choices: names alone. Storage may be shut off, or hold anything. */
export const kept = {
  views: (): readonly SavedView[] => viewsOf(read(VIEWS)),
  setViews: (views: readonly SavedView[]): void => {
    write(VIEWS, views);
  },
  columns: (): readonly string[] => columnsOf(read(COLUMNS)),
  setColumns: (columns: readonly string[]): void => {
    write(COLUMNS, columns);
  },
};

/** Searches with one more, or with another one under its name; the oldest go where there are too many. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].slice(-MOST_VIEWS);
}

/** Saved searches in whatever was stored. */
export function viewsOf(value: unknown): readonly SavedView[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isView).slice(-MOST_VIEWS);
}

/** Columns in whatever was stored: the usual ones where that names none. */
export function columnsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return USUAL_COLUMNS;
  const known = COLUMN_IDS.filter((id) => value.includes(id));
  return known.length === 0 ? USUAL_COLUMNS : known;
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, search } = value as Partial<Record<keyof SavedView, unknown>>;
  return (
    typeof name === 'string' &&
    typeof search === 'string' &&
    name !== '' &&
    name.length <= LONGEST_NAME
  );
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Then it is forgotten.
  }
}
