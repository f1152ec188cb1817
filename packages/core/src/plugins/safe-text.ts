import { compileDetection } from '../detection/compile-detection.ts';
import type { Detection } from '../detection/detection.ts';
import { redactText } from '../redaction/redact-text.ts';

/** What the shipped rules act on. */
const MIN_CONFIDENCE = 0.5;

/**
 * A text that came with a plugin, fit to be shown and recorded: what the shipped detectors find in it is
 * redacted, blanks and control characters are one blank, and it is cut to its length.
 *
 * @param max characters that are kept
 */
export function safeText(text: string, max: number): string {
  const start = beginning(text, 4 * max);
  const plain = redactText(start, found(start))
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return plain.length <= max ? plain : `${plain.slice(0, max - 1)}…`;
}

/** What is scanned at all. It ends between words: half a value may not be recognised as one. */
function beginning(text: string, max: number): string {
  if (text.length <= max) return text;
  const start = text.slice(0, max);
  return start.slice(0, Math.max(0, start.lastIndexOf(' '), start.lastIndexOf('\n')));
}

/** Whether a name can be shown: the shipped detectors find nothing in it. */
export function isSafeName(name: string): boolean {
  return found(name).length === 0;
}

function found(text: string): Detection[] {
  const detections = compileDetection().scan(text);
  return detections.filter(({ confidence }) => confidence >= MIN_CONFIDENCE);
}
