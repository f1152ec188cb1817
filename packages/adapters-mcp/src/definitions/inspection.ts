import { CATALOGUE, DetectionEngine, scanStructured, type JsonValue } from '@safeai/core';
import { hidesText } from './hidden-text.ts';

/** What may be found in a text that a model is to read. */
export type Finding = 'hidden text' | 'injection' | 'secret' | 'personal data';

/** Under this, no shipped rule acts on a detection. */
const LEAST_CONFIDENCE = 0.5;

let engine: DetectionEngine | undefined;

/** The shipped detectors, compiled when they are needed first. */
export function detectors(): DetectionEngine {
  engine ??= new DetectionEngine({ rules: CATALOGUE });
  return engine;
}

/**
 * Looks, with the shipped detectors, at all texts and keys of a definition or message. Leaves no record.
 *
 * @throws LimitExceededError for what is too deep or too large
 */
export function inspect(value: JsonValue): ReadonlySet<Finding> {
  const found = new Set<Finding>();
  const { detections } = scanStructured(detectors(), value, { position: 'prose', limits: BOUNDS });
  for (const { tags, confidence } of detections) {
    if (confidence < LEAST_CONFIDENCE) continue;
    for (const tag of tags) {
      const finding = FINDINGS[tag.split('.')[0] ?? ''];
      if (finding !== undefined) found.add(finding);
    }
  }
  if (hidesAnyText(value)) found.add('hidden text');
  return found;
}

const FINDINGS: Readonly<Record<string, Finding | undefined>> = {
  injection: 'injection',
  secret: 'secret',
  personal: 'personal data',
};

const BOUNDS = { jsonDepth: 64, jsonLeaves: 100_000 };

function hidesAnyText(value: JsonValue): boolean {
  if (typeof value === 'string') return hidesText(value);
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some((entry: JsonValue) => hidesAnyText(entry));
  return Object.entries(value).some(([key, entry]) => hidesText(key) || hidesAnyText(entry));
}
