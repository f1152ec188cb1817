import type { SafeAIRules } from '../options.ts';
import { DESTRUCTIVE_ANALYZERS } from './catalog/destructive.ts';
import { CATALOGUE } from './catalog/index.ts';
import { DetectionEngine } from './engine/engine.ts';
import type { ExactValues } from './exact/exact-values.ts';
import { verifyExamples } from './engine/verify-examples.ts';

let catalogue: DetectionEngine | undefined;

/**
 * The engine that an installation's settings ask for. The shipped catalogue is compiled once for all that use
 * it as it is.
 *
 * @param exact the values of `options.exact`, without themselves
 * @throws DetectorError `invalid_detector`, one detail for every fault of the given rules
 */
export function compileDetection(
  options: NonNullable<SafeAIRules['detection']> = {},
  exact?: ExactValues,
): DetectionEngine {
  const { rules = [], disable = [], allow = [] } = options;
  const isPlain =
    rules.length === 0 && disable.length === 0 && allow.length === 0 && exact === undefined;
  if (isPlain && catalogue !== undefined) return catalogue;
  const off = new Set(disable);
  const engine = new DetectionEngine({
    // The caller's come first, so that an error's `rules[3]` is the caller's own numbering.
    rules: [...rules, ...CATALOGUE.filter((rule) => !off.has(rule.id))],
    analyzers: DESTRUCTIVE_ANALYZERS.filter((analyzer) => !off.has(analyzer.id)),
    allow,
    ...(exact === undefined ? {} : { exact }),
  });
  verifyExamples(rules);
  if (isPlain) catalogue = engine;
  return engine;
}
