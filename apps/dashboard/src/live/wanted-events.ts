/** What is heard by every page: what changes what it shows. */
const ALWAYS: readonly string[] = [
  'approval.*',
  'intercept.pending_approval',
  'policy.*',
  'lockdown.*',
  'budget.*',
  'alert.*',
  'key.*',
  'audit.failure',
];

/**
 * Which events to ask the server for, in order: what every page hears, and what some want besides.
 *
 * @param wishes names or families of each who wants more; null for who wants all of them
 * @returns null for all of them
 */
export function wantedEvents(wishes: Iterable<readonly string[] | null>): readonly string[] | null {
  const wanted = new Set(ALWAYS);
  for (const events of wishes) {
    if (events === null) return null;
    for (const event of events) wanted.add(event);
  }
  return [...wanted].sort();
}
