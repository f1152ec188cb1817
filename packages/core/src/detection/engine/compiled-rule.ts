import type { TextPosition } from '../analyzer.ts';
import type { DetectorRule } from '../rule.ts';
import type { AllowList } from './allow-list.ts';
import type { CharTest } from './char-test.ts';
import type { CompiledContext } from './context.ts';

/** Most confidence that a destructive command has outside command position. */
export const PROSE_CONFIDENCE = 0.2;

/** A rule ready to be run. */
export interface CompiledRule {
  /** Place in the engine's list; the key of per-scan state. */
  readonly index: number;
  readonly rule: DetectorRule;
  readonly type: string;
  readonly tags: readonly string[];
  /** First segment of the first tag: only detections of one family can stand for one another. */
  readonly family: string;
  readonly placeholder: string;
  readonly confidence: number;
  readonly priority: number;
  readonly generic: boolean;
  /** Sticky; `d` is set when a group named `value` narrows the span. */
  readonly pattern: RegExp;
  readonly hasValueGroup: boolean;
  /** Most steps of one run of the pattern. */
  readonly steps: number;
  readonly maxLength: number;
  readonly mode: DetectorRule['mode'];
  readonly lead: { readonly test: CharTest; readonly max: number } | undefined;
  readonly entropy: number;
  readonly validator: ((value: string) => boolean) | undefined;
  readonly context: CompiledContext | undefined;
  readonly allow: AllowList | undefined;
}

/** Something found, before overlaps are resolved. */
export interface Finding {
  readonly detector: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly family: string;
  readonly placeholder: string;
  readonly priority: number;
  readonly generic: boolean;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

/** A destructive command counts in command position alone; elsewhere it is only reported. */
export function positioned(family: string, confidence: number, position: TextPosition): number {
  return family === 'destructive' && position === 'prose' ? Math.min(confidence, PROSE_CONFIDENCE) : confidence;
}
