import { maskValue } from '@safeai/api';

/** As `maskValue` writes it. */
const MASKED = /^.{0,2}\*{4}.{0,2}$/su;

/** An answer whose detections show no value whole: a gateway on this machine may answer them so. */
export function masked<T extends object>(answer: T): T {
  const { detections } = answer as { detections?: unknown };
  if (!Array.isArray(detections)) return answer;
  return { ...answer, detections: detections.map(maskedDetection) };
}

function maskedDetection(detection: unknown): unknown {
  if (typeof detection !== 'object' || detection === null || !('value' in detection)) {
    return detection;
  }
  const { value, ...rest } = detection;
  if (typeof value !== 'string') return rest;
  return { ...detection, value: MASKED.test(value) ? value : maskValue(value) };
}
