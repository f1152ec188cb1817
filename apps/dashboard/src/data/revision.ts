/** A revision as short as the command line tells it. */
export function shortRevision(revision: string): string {
  return revision.slice(0, 12);
}
