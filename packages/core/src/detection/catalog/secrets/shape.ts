import type { DetectorRule } from '../../rule.ts';
import { REPEATED } from './fillers.ts';

/** No letter or digit right before: the match does not start inside a longer word. The `n` of an escaped line end is none. */
export const START = '(?:(?<![0-9A-Za-z])|(?<=\\\\[nrt]))';

/** No letter or digit right after: the match is not cut out of a longer word. */
export const END = '(?![0-9A-Za-z])';

/** As {@link END}, for tokens of the base64url alphabet. */
export const END_URL = '(?![0-9A-Za-z_-])';

/** A canonical UUID in either case. */
export const UUID = '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}';

/** A secret's rule, where `type` is always `secret` and the mode `sticky` if it is not stated. */
export function secret(
  rule: Omit<DetectorRule, 'type' | 'mode'> & Partial<Pick<DetectorRule, 'mode'>>,
): DetectorRule {
  return { type: 'secret', mode: 'sticky', allow: REPEATED, ...rule };
}
