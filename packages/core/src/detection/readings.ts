import type { Span } from './detection.ts';
import type { SourceOf } from './engine/extent.ts';
import { EncodedReading } from './normalize/encoded-reading.ts';
import { asksForDecoding, asksForSpelling } from './normalize/flags.ts';
import type { OffsetMap, Reading } from './normalize/reading.ts';
import { SpellingReading } from './normalize/spelling-reading.ts';
import type { UndoBudget } from './normalize/undo-budget.ts';

/** How often the spelling of one text is undone: `%2541` is `%41` and then `A`. */
export const SPELLINGS = 2;

/** How many encodings inside one another are undone. */
export const DEPTH = 2;

/**
 * What is found in a text when it is read in other ways: as its reader sees it or a program decodes it (twice),
 * and with every run of base64 and hex in that decoded, to a depth of {@link DEPTH}. The findings' places are
 * those of the text itself. A text that asks for none of this costs a look.
 *
 * @param undoing how much is undone in all of these readings; where it is used up, the rest is left as it stands
 * @param find finds what is in a reading as it stands
 * @param sourceOf the places of the text in what it is a reading of itself
 */
export function findInReadings<T extends Span>(
  text: string,
  undoing: UndoBudget,
  find: (reading: string, sourceOf: SourceOf) => readonly T[],
  depth = DEPTH,
  sourceOf: SourceOf = (at) => at,
): T[] {
  const found: T[] = [];
  const maps: OffsetMap[] = [];
  let spelled = text;
  let sourceIn = sourceOf;
  for (let time = 0; time < SPELLINGS && !undoing.isSpent && asksForSpelling(spelled); time++) {
    const reading = new SpellingReading(sourceIn, undoing);
    const read = reading.read(spelled, true);
    if (!reading.changed) break;
    spelled = read.map((part) => part.text).join('');
    const map = reading.mapOf(0);
    const before = sourceIn;
    sourceIn = (at) => before(map.sourceStart(at));
    maps.unshift(map);
    for (const finding of find(spelled, sourceIn)) found.push(inSource(finding, maps));
  }
  if (depth === 0 || undoing.isSpent || !asksForDecoding(spelled)) return found;
  const reading = new EncodedReading(sourceIn, undoing);
  for (const [run, decoded] of textsOf(reading, spelled)) {
    const map = reading.mapOf(run);
    const sourceInRun = (at: number): number => sourceIn(map.sourceStart(at));
    const inner = [
      ...find(decoded, sourceInRun),
      ...findInReadings(decoded, undoing, find, depth - 1, sourceInRun),
    ];
    const runMaps = [map, ...maps];
    for (const finding of inner) found.push(inSource(finding, runMaps));
  }
  return found;
}

/** All runs of a text, whole. */
function textsOf(reading: Reading, text: string): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const part of reading.read(text, true)) {
    texts.set(part.run, (texts.get(part.run) ?? '') + part.text);
  }
  return texts;
}

/** A finding in a reading, with the places that it has in the source: the maps lead there, one after the other. */
export function inSource<T extends Span>(finding: T, maps: readonly OffsetMap[]): T {
  let { start, end } = finding;
  for (const map of maps) {
    // An empty range maps to one: the last character decides where it ends.
    end = end > start ? map.sourceEnd(end - 1) : map.sourceStart(start);
    start = map.sourceStart(start);
  }
  return { ...finding, start, end };
}
