/** Which found values an answer shows. */
export type ValueMode = 'full' | 'masked' | 'none';

/** Shorter values are masked whole. */
const SHORTEST_PARTLY_SHOWN = 16;
const MASK = '****';

/**
 * Hides a value: the first two and last two characters of a long one remain, so that a person who knows it
 * can tell which it is; of one under 16 characters nothing does, for there four would give away too much.
 * The mask's length does not follow the value's.
 */
export function maskValue(value: string): string {
  const characters = Array.from(value);
  if (characters.length < SHORTEST_PARTLY_SHOWN) return MASK;
  return characters.slice(0, 2).join('') + MASK + characters.slice(-2).join('');
}
