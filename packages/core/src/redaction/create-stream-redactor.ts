import { compileDetection } from '../detection/compile-detection.ts';
import type { DetectionEngine } from '../detection/engine/engine.ts';
import { StreamRedactor, type StreamRedactorOptions } from './stream-redactor.ts';

/**
 * A redactor for one text that comes in pieces, such as a model's answer.
 *
 * @param options.detection the detectors; the shipped catalogue if absent. `safeai.detection` are an installation's.
 *
 * @example
 * const redactor = createStreamRedactor();
 * let text = '';
 * for (const piece of ['mail alice@exam', 'ple.com now']) text += redactor.write(piece).text;
 * text += redactor.end().text; // 'mail [EMAIL_REDACTED] now'
 */
export function createStreamRedactor(
  options: StreamRedactorOptions & { readonly detection?: DetectionEngine } = {},
): StreamRedactor {
  const { detection = compileDetection(), ...rest } = options;
  return new StreamRedactor(detection.openStream(), rest);
}
