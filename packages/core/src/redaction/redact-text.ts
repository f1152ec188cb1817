import type { Detection, Span } from '../detection/detection.ts';
import { splitsPair } from '../detection/surrogates.ts';
import { MAX_PSEUDONYM_VALUE } from './pseudonyms.ts';

/** Gives what stands for a value within a session; `undefined` where the placeholder is to be used. */
export type Pseudonymizer = (placeholder: string, value: string) => string | undefined;

/** What a detection needs for its value to be replaced by a pseudonym. */
export interface Pseudonymizable {
  /** Absent: the placeholder replaces the value. */
  readonly pseudonym?: Pseudonymizer;
}

/** A detection, with its pseudonym if it is to have one. */
export type Redactable = Detection & Pseudonymizable;

/** A range to be replaced, and by what. */
export interface Replacement extends Span, Pseudonymizable {
  readonly placeholder: string;
  readonly confidence: number;
}

/** What a detection says of the text that it was found in. */
export type TextDetection = Pick<Detection, 'location' | 'placeholder' | 'confidence'> &
  Pseudonymizable;

/**
 * Replaces what was found in a text by its placeholders, or by pseudonyms where the detection has them.
 * Ranges that overlap are replaced together, by the placeholder of the surest (of two equally sure, the one
 * that begins first), and by a pseudonym only if each of them has one and together they are no longer than
 * {@link MAX_PSEUDONYM_VALUE}; ranges past the text are cut to it; a surrogate pair is replaced whole. With no detections the text itself is returned.
 *
 * O(length + n log n) for n detections. Never throws.
 */
export function redactText(text: string, detections: readonly TextDetection[]): string {
  if (detections.length === 0) return text;
  let redacted = '';
  let kept = 0;
  for (const { start, end, placeholder, pseudonym } of mergeRanges(
    [],
    rangesOf(detections, text),
  )) {
    const replaced = pseudonym?.(placeholder, text.slice(start, end)) ?? placeholder;
    redacted += text.slice(kept, start) + replaced;
    kept = end;
  }
  return redacted + text.slice(kept);
}

/**
 * The ranges that are to be replaced, by place.
 *
 * @param text cuts the ranges to it, and to whole characters; if absent, they are so already
 */
export function rangesOf(detections: readonly TextDetection[], text?: string): Replacement[] {
  return detections
    .map(({ location, placeholder, confidence, pseudonym }): Replacement => ({
      ...(text === undefined ? location : wholeCharacters(text, location)),
      placeholder,
      confidence,
      ...(pseudonym === undefined ? {} : { pseudonym }),
    }))
    .filter(({ start, end }) => start < end)
    .sort(
      (left, right) =>
        left.start - right.start || right.confidence - left.confidence || right.end - left.end,
    );
}

/**
 * Joins ranges that overlap.
 *
 * @param before ranges that are apart from one another; none of `ranges` begins before the last of them
 */
export function mergeRanges(
  before: readonly Replacement[],
  ranges: readonly Replacement[],
): Replacement[] {
  const merged = [...before];
  for (const range of ranges) {
    const last = merged[merged.length - 1];
    if (last === undefined || range.start >= last.end) {
      merged.push(range);
      continue;
    }
    const end = Math.max(last.end, range.end);
    const both: Replacement = { ...prevailing(last, range), start: last.start, end };
    merged[merged.length - 1] = end - last.start > MAX_PSEUDONYM_VALUE ? plain(both) : both;
  }
  return merged;
}

/** Of two ranges that overlap, the one that says what both become: never a pseudonym where one has none. */
function prevailing(first: Replacement, second: Replacement): Replacement {
  const isPlain = first.pseudonym === undefined;
  if (isPlain !== (second.pseudonym === undefined)) return isPlain ? first : second;
  return second.confidence > first.confidence ? second : first;
}

/** The same without its pseudonym. */
function plain({ start, end, placeholder, confidence }: Replacement): Replacement {
  return { start, end, placeholder, confidence };
}

/** A range within the text that splits no surrogate pair. */
function wholeCharacters(text: string, { start, end }: Span): Span {
  const from = Math.min(Math.max(0, Math.trunc(start)), text.length);
  const to = Math.min(Math.max(0, Math.trunc(end)), text.length);
  if (to <= from) return { start: from, end: from };
  return {
    start: splitsPair(text, from) ? from - 1 : from,
    end: splitsPair(text, to) ? to + 1 : to,
  };
}
