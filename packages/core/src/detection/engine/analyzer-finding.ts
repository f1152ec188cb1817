import type { Analyzer, AnalyzerFinding, TextPosition } from '../analyzer.ts';
import { placeholderWord } from './compile-rule.ts';
import { type Finding, PROSE_CONFIDENCE } from './compiled-rule.ts';

/** What an analyzer reports, as a finding; in prose it is reported, but not sure enough to be acted on. */
export function analyzerFinding(
  analyzer: Analyzer,
  found: AnalyzerFinding,
  start: number,
  end: number,
  position: TextPosition,
): Finding {
  return {
    detector: found.detector,
    type: analyzer.type,
    tags: [found.tag],
    family: found.tag.split('.', 1)[0] ?? '',
    placeholder: `[${placeholderWord(analyzer.type)}_REDACTED]`,
    priority: 100,
    generic: false,
    start,
    end,
    confidence:
      position === 'command' ? found.confidence : Math.min(found.confidence, PROSE_CONFIDENCE),
  };
}
