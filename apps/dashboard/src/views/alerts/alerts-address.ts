/** Where each tab is, below the view. */
export const TAB_PATHS = {
  open: '/',
  over: '/over',
  rules: '/rules',
  silences: '/silences',
} as const;

/** A tab of the view. */
export type TabId = keyof typeof TAB_PATHS;

/** What an address shows. */
export interface Place {
  readonly tab: TabId;
  /** The alert that is open over the list. */
  readonly alert: string | null;
}

/** What is shown at a path below the view; null: there is nothing. An alert is at `/open/<id>` or `/over/<id>`. */
export function placeOf(path: string): Place | null {
  const [, first = '', alert = '', ...more] = path.split('/');
  if (more.length > 0) return null;
  if (first === '' && alert === '') return { tab: 'open', alert: null };
  if (first === 'open' || first === 'over') {
    return { tab: first, alert: alert === '' ? null : alert };
  }
  if ((first === 'rules' || first === 'silences') && alert === '')
    return { tab: first, alert: null };
  return null;
}
