import type { Detection } from '../detection.ts';
import { splitsPair } from '../surrogates.ts';
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
