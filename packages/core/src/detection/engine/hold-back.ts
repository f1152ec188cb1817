import { MOST_LOOKED_THROUGH } from '../normalize/source-window.ts';
import { DEPTH, SPELLINGS } from '../readings.ts';
import { ASSIGNMENT_REACH } from './assignment.ts';
import type { CompiledSet } from './compile.ts';
import { reachOf } from './decidable.ts';
import { MOST_IN_DISGUISE } from './extent.ts';
import { RETRY_SHARE } from './stream-finder.ts';

/** Characters that a reading of the text itself looks ahead. */
const MOST_READ_AHEAD = 192;

/** Readings of a text: two of its spelling, and what is encoded in that, which holds back three bytes besides. */
const ENCODED = 4;
const READINGS = DEPTH * (SPELLINGS + ENCODED) + SPELLINGS;

/** Most characters of a text in pieces that are held back, in UTF-16 code units. */
export interface HoldBack {
  /** Of plain text: from where the longest match may begin to where it is decided. */
  readonly plain: number;
  /** Of text that is read as something else too: encoded, escaped, with invisible characters in between. */
  readonly disguised: number;
}

/** The bounds for a set of rules. Ordinary text is held back for the length of a word. O(rules). */
export function holdBackOf({ rules, exact }: CompiledSet): HoldBack {
  let most = exact?.maxLength ?? 0;
  for (const compiled of rules) {
    const { anchors, lead, mode } = compiled.rule;
    const anchor = Math.max(0, ...anchors.map(({ length }) => length));
    const before = mode === 'assign' ? ASSIGNMENT_REACH : (lead?.max ?? 0);
    most = Math.max(most, anchor + before + reachOf(compiled));
  }
  const plain = Math.ceil(most * (1 + RETRY_SHARE)) + MOST_READ_AHEAD;
  const disguised =
    Math.ceil(MOST_IN_DISGUISE * (2 + RETRY_SHARE)) + MOST_LOOKED_THROUGH * READINGS;
  return { plain, disguised: Math.max(plain, disguised) };
}
