import type { DetectorRule } from '../../rule.ts';
import { SOURCES, wording } from './shape.ts';

/** Wording of one language. */
export interface Language {
  /** ISO 639-1. */
  readonly code: string;
  readonly anchors: readonly string[];
  readonly pattern: string;
  /** Set where the anchors are not in Latin letters: both cases are then written out. */
  readonly exactCase?: true;
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

/** What makes the opposite of `forget …` and `ignore …`. */
const DENIED =
  "(?<!(?<![a-zà-ÿа-я])(?:not|non|nie|no|não|nao|ne|не|inte|niet|nicht|ikke|jangan|đừng) |n['’])";

/** At most `most` of these words, each followed by a blank. */
export function some(words: string, most: number): string {
  return `(?:(?:${words}) ){0,${String(most)}}`;
}

/** The rules `<id>-<code>` for wording of several languages. */
export function inLanguages(
  id: string,
  kind: 'override' | 'extraction' | 'jailbreak',
  confidence: number,
  languages: readonly Language[],
): readonly DetectorRule[] {
  return languages.map(({ code, anchors, pattern, exactCase, positive, negative }) => ({
    ...wording({
      id: `${id}-${code}`,
      kind,
      anchors,
      pattern: `(?<![A-Za-z])${DENIED}${pattern}`,
      maxLength: 200,
      confidence,
      source: kind === 'extraction' ? SOURCES.leakage : SOURCES.injection,
      examples: { positive, negative },
    }),
    ignoreCase: exactCase !== true,
  }));
}
