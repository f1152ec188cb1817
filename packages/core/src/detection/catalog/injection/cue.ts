import type { DetectorRule } from '../../rule.ts';
import { oneOf, SOURCES, wording } from './shape.ts';

/** Weak evidence: phrases of one kind and one weight. */
export interface Cue {
  /** Kind of evidence; of one kind the heaviest near a place counts. */
  readonly evidence: string;
  /** What it adds to the confidence; 0.5 together is enough to act on. */
  readonly weight: number;
  /** `jailbreak` if absent. */
  readonly kind?: 'override' | 'jailbreak' | 'extraction' | 'indirect';
  /** As they are said, in lower case; an apostrophe stands for one of any form, or for none. */
  readonly phrases: readonly string[];
  /** Texts in which none of the phrases stands. */
  readonly negative: readonly string[];
}

/** Characters of phrases in one rule. A pattern of no more is so cheap that no text can make it dear. */
const MOST = 420;

/**
 * The rules for a cue: one, or as many as its phrases fill. They are in the order of the alphabet, so that
 * phrases that begin alike share their beginning in the pattern.
 */
export function cue(name: string, cue: Cue): readonly DetectorRule[] {
  const parts: string[][] = [];
  let length = Infinity;
  for (const phrase of [...new Set(cue.phrases)].sort()) {
    const spelled = spellings(phrase);
    const more = spelled.reduce((sum, each) => sum + each.length, 0);
    if (length + more > MOST) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(...spelled);
    length += more;
  }
  return parts.map((phrases, index) =>
    wording({
      id: `injection-cue-${name}${index === 0 ? '' : `-${String(index + 1)}`}`,
      kind: cue.kind ?? 'jailbreak',
      anchors: phrases,
      pattern: `(?<![a-z0-9])${oneOf(phrases)}(?![a-z])`,
      maxLength: Math.max(...phrases.map((phrase) => phrase.length)),
      confidence: cue.weight,
      evidence: cue.evidence,
      source: SOURCES.atlasJailbreak,
      examples: { positive: phrases.slice(0, 2), negative: cue.negative },
    }),
  );
}

/** Apostrophes are often left out; typographic ones are read as plain ones. */
function spellings(phrase: string): readonly string[] {
  return phrase.includes("'") ? [phrase, phrase.replaceAll("'", '')] : [phrase];
}
