import type { Detection } from '@safeai/core';
import type { WireDetection } from '../schema/detection.ts';
import { maskValue, type ValueMode } from './mask.ts';

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
  const wire: WireDetection = {
    type: detection.type,
    detector: detection.detector,
    tags: [...detection.tags],
    location: { start: detection.location.start, end: detection.location.end },
    confidence: detection.confidence,
  };
  if (values === 'full') wire.value = detection.value;
  else if (values === 'masked') wire.value = maskValue(detection.value);
  if (detection.path !== undefined) wire.path = withoutKeys(detection.path, keys);
  if (detection.in !== undefined) wire.in = detection.in;
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
