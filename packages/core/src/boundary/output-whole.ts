import type { DetectionEngine } from '../detection/engine/engine.ts';
import { scanText } from '../detection/scan-text.ts';
import { scanStructured } from '../detection/structured.ts';
import type { JsonValue } from '../json.ts';
import { restorePayload } from '../redaction/pseudonyms-structured.ts';
import { redactStructured } from '../redaction/redact-structured.ts';
import type { DecisionLimits } from './decision-context.ts';
import type { Choose } from './output-channel.ts';
import type { OutputMode } from './output-stream.ts';

/** What guards content of an answer that comes whole. */
export interface WholeSetting {
  readonly mode: OutputMode;
  readonly detection: DetectionEngine;
  readonly limits: DecisionLimits;
  /** What the session's pseudonyms stand for. */
  readonly values: ReadonlyMap<string, string>;
  /** Is told of every finding. */
  readonly choose: Choose;
  /** Is told where more was encoded than one scan undoes. */
  readonly onLeftEncoded: () => void;
}

/**
 * A text or JSON with what is to be replaced in it replaced, and pseudonyms restored behind that. Linear.
 *
 * @throws LimitExceededError for JSON that is too deep or too large
 */
export function guardWhole<T extends JsonValue>(value: T, setting: WholeSetting): T {
  const { mode, detection, limits, values, choose, onLeftEncoded } = setting;
  const { detections, leftEncoded } =
    typeof value === 'string'
      ? scanText(detection, value)
      : scanStructured(detection, value, { limits });
  if (leftEncoded) onLeftEncoded();
  const replaced = choose(detections);
  if (mode === 'audit') return value;
  const redacted = redactStructured(value, replaced) as T;
  if (values.size === 0) return redacted;
  return restorePayload({ value: redacted }, (pseudonym) => values.get(pseudonym)).value as T;
}

/** UTF-16 code units of a text, or of a value's JSON. */
export function sizeOfWhole(value: JsonValue): number {
  return typeof value === 'string' ? value.length : JSON.stringify(value).length;
}
