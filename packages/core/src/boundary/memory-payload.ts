import type { Scanned } from '../detection/scan-text.ts';
import { scanStructured } from '../detection/structured.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { DecisionContext } from './decision-context.ts';

/** The payload as which a value is judged: a text under the key `password` is a password. */
export function asPayload(key: string, value: JsonValue): JsonObject {
  return { [key]: value };
}

/** The value in a payload of one key, whatever the key is now. */
export function onlyValue(payload: JsonObject): JsonValue {
  const [value = null] = Object.values(payload);
  return value;
}

/**
 * What is found in a value under its key. The key itself counts where the caller has made it up.
 *
 * @throws LimitExceededError past the limits of a payload
 */
export function findInMemory(
  context: DecisionContext,
  payload: JsonObject,
  isKnownKey: boolean,
): Scanned {
  const { detections, leftEncoded } = scanStructured(context.snapshot.detection, payload, {
    // The key around the value is none of the caller's nesting.
    limits: { ...context.limits, jsonDepth: context.limits.jsonDepth + 1 },
  });
  const shown = isKnownKey
    ? detections.filter((found) => found.in !== 'key' || found.path !== '$')
    : detections;
  return { detections: shown, leftEncoded };
}
