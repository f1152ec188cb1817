import type { Detection, Span } from '../detection/detection.ts';

/** A range to be replaced, and by what. */
interface Replacement extends Span {
  readonly placeholder: string;
  readonly confidence: number;
}

/** What a detection says of the text that it was found in. */
export type TextDetection = Pick<Detection, 'location' | 'placeholder' | 'confidence'>;

/**
 * Replaces what was found in a text by its placeholders. Ranges that overlap are replaced together, by
 * the placeholder of the surest (of two equally sure, the one that begins first); ranges past the text are
 * cut to it; a surrogate pair is replaced whole. With no detections the text itself is returned.
 *
 * O(length + n log n) for n detections. Never throws.
 */
export function redactText(text: string, detections: readonly TextDetection[]): string {
  if (detections.length === 0) return text;
  let redacted = '';
  let kept = 0;
  for (const { start, end, placeholder } of merge(text, detections)) {
    redacted += text.slice(kept, start) + placeholder;
    kept = end;
  }
  return redacted + text.slice(kept);
}

/** The ranges to replace, in order, apart from one another. */
function merge(text: string, detections: readonly TextDetection[]): readonly Replacement[] {
  const ranges = detections
    .map(({ location, placeholder, confidence }) => ({
      ...wholeCharacters(text, location),
      placeholder,
      confidence,
    }))
    .filter(({ start, end }) => start < end)
    .sort(
      (left, right) =>
        left.start - right.start || right.confidence - left.confidence || right.end - left.end,
    );
  const merged: Replacement[] = [];
  for (const range of ranges) {
    const last = merged[merged.length - 1];
    if (last === undefined || range.start >= last.end) {
      merged.push(range);
      continue;
    }
    const surer = range.confidence > last.confidence ? range : last;
    merged[merged.length - 1] = { ...surer, start: last.start, end: Math.max(last.end, range.end) };
  }
  return merged;
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

function splitsPair(text: string, at: number): boolean {
  return at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}
