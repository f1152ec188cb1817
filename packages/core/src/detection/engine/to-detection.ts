import type { Detection } from '../detection.ts';
import type { Finding } from './compiled-rule.ts';

/**
 * A finding as it is reported: it splits no character.
 *
 * @param text the text, or what is there of it from `from` on
 */
export function toDetection(finding: Finding, text: string, from = 0): Detection {
  const { detector, type, tags, confidence, placeholder } = finding;
  const first = finding.start - from;
  const last = finding.end - from;
  const start = splitsPair(text, first) ? first - 1 : first;
  const end = splitsPair(text, last) ? last + 1 : last;
  return {
    type,
    detector,
    tags,
    confidence,
    placeholder,
    value: text.slice(start, end),
    location: { start: start + from, end: end + from },
  };
}

/** Whether the two halves of a character past the basic plane stand on either side of a place. */
function splitsPair(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const after = text.charCodeAt(at);
  if (after < 0xdc00 || after > 0xdfff) return false;
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff;
}
