import type { Detection } from '@safeai/core';
import type { WireDetection } from '../schema/detection.ts';
import { maskValue, type ValueMode } from './mask.ts';
import { record } from './record.ts';

/** What is not as it was found on the wire: it is hidden, made anew there, or left out. */
type Hidden = 'value' | 'placeholder' | 'key';

const PLAIN = record<Omit<Detection, Hidden>, Omit<WireDetection, 'value'>>({
  type: 'type',
  detector: 'detector',
  tags: 'tags',
  location: 'location',
  confidence: 'confidence',
  path: 'path',
  in: 'in',
});

/**
 * Detections of an answer. What the answer does not show of a value is not there: it is masked, or empty. The
 * placeholder is the one that is usual for its type.
 */
export function toDetections(wire: readonly WireDetection[]): Detection[] {
  return wire.map((detection) => ({
    ...PLAIN.toCore(detection),
    value: detection.value ?? '',
    placeholder: `[${detection.type.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_REDACTED]`,
  }));
}

/** Detections as an answer shows them. */
export function fromDetections(
  detections: readonly Detection[],
  values: ValueMode,
): WireDetection[] {
  const keys = values === 'full' ? [] : heldByKeys(detections);
  return detections.map((detection) => fromDetection(detection, values, keys));
}

function fromDetection(
  detection: Detection,
  values: ValueMode,
  keys: readonly string[],
): WireDetection {
  const wire: WireDetection = PLAIN.toWire(detection);
  if (values === 'full') wire.value = detection.value;
  else if (values === 'masked') wire.value = maskValue(detection.value);
  if (detection.path !== undefined) wire.path = withoutKeys(detection.path, keys);
  return wire;
}

/** Values that stand in keys of the payload, and so in the paths of what lies below them; longest first. */
function heldByKeys(detections: readonly Detection[]): string[] {
  return detections
    .filter((detection) => detection.in === 'key')
    .map((detection) => detection.value)
    .sort((a, b) => b.length - a.length);
}

function withoutKeys(path: string, keys: readonly string[]): string {
  return keys.reduce((text, key) => text.replaceAll(key, maskValue(key)), path);
}
