import type { JsonValue } from '@safeai/core';
import type { JsonPath } from './path.ts';
import { valueRanges, type TextRange } from './value-ranges.ts';

/** A value of a document that is to become another one. */
export interface Edit {
  readonly path: JsonPath;
  readonly value: JsonValue;
}

/** A piece of a text that is to become another one. */
export interface Splice extends TextRange {
  readonly text: string;
}

/**
 * Changes values of a document where they stand. All else stays as it was written: key order, spelling of numbers,
 * escapes, space, unknown fields. Without edits the text is returned as it is. Linear.
 *
 * @param text valid JSON without repeated keys, as `readJson` accepts it
 * @throws InvalidRequestError when there is no value at a path, or one path lies within another
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.length === 0 ? text : splice(text, splicesOf(text, edits));
}

/** What {@link applyEdits} changes, in the order of the text. */
export function splicesOf(text: string, edits: readonly Edit[]): readonly Splice[] {
  const ranges = valueRanges(
    text,
    edits.map(({ path }) => path),
  );
  return edits
    .flatMap(({ value }, index) => {
      const range = ranges[index];
      return range === undefined ? [] : [{ ...range, text: writeJson(value) }];
    })
    .sort((left, right) => left.start - right.start);
}

/** Replaces pieces of a text, which are in order and do not overlap. */
export function splice(text: string, splices: readonly Splice[]): string {
  let spliced = '';
  let done = 0;
  for (const { start, end, text: replacement } of splices) {
    spliced += text.slice(done, start) + replacement;
    done = end;
  }
  return spliced + text.slice(done);
}

/** JSON that no reader takes for several lines: some split at these characters too. */
export function writeJson(value: JsonValue): string {
  return JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
