import type { Analyzer, TextPosition } from '../analyzer.ts';
import { CATALOGUE } from '../catalog/index.ts';
import type { Detection } from '../detection.ts';
import type { DetectorRule } from '../rule.ts';
import { VALIDATORS } from '../validators/index.ts';
import { compileAllowList } from './allow-list.ts';
import { CandidateFinder } from './candidates.ts';
import { compileSet } from './compile.ts';
import type { Validators } from './compile-rule.ts';
import type { Finding } from './compiled-rule.ts';
import { resolveOverlaps } from './resolve.ts';
import { WorkBudget } from './work-budget.ts';

/** Their patterns are proven by tests, so that they cost little at start. */
const SHIPPED: ReadonlySet<DetectorRule> = new Set(CATALOGUE);

export interface DetectionEngineOptions {
  readonly rules: readonly DetectorRule[];
  /** Detectors that parse instead of matching. None if absent. */
  readonly analyzers?: readonly Analyzer[];
  /** Tests that rules may name; the built-in ones if absent. */
  readonly validators?: Validators;
  /**
   * Rules whose patterns were proven before: they are not analyzed again. If absent, those of the shipped
   * catalogue, which this package's tests prove.
   */
  readonly proven?: ReadonlySet<DetectorRule>;
  /** Values that are never reported, whatever finds them: exact, or with `*`. Case is ignored. */
  readonly allow?: readonly string[];
}

export interface ScanOptions {
  /** `prose` if absent. */
  readonly position?: TextPosition;
  /** Shared by texts that belong together; one of its own for every scan if absent. */
  readonly budget?: WorkBudget;
}

/**
 * Finds secrets, personal data, injections and destructive commands in text.
 *
 * A scan takes one pass over the text for all rules together; a rule's pattern runs only where one of its
 * anchors stands. Instances are independent of one another and can be used any number of times.
 *
 * @example
 * const engine = new DetectionEngine({ rules: CATALOGUE });
 * engine.scan('token=sk-ABCDEF1234567890ABCDEF'); // one detection, location { start: 6, end: 31 }
 */
export class DetectionEngine {
  readonly rules: readonly DetectorRule[];
  readonly #finder: CandidateFinder;
  readonly #assignments: ReadonlySet<string>;

  /**
   * Compiles the rules. O(their total size).
   *
   * @throws DetectorError `invalid_detector` when a rule is malformed, names an unknown validator or has a
   * pattern that is not bounded; one detail for every fault
   */
  constructor(options: DetectionEngineOptions) {
    this.rules = options.rules;
    this.#finder = new CandidateFinder(
      compileSet(
        options.rules,
        options.analyzers ?? [],
        options.validators ?? VALIDATORS,
        options.proven ?? SHIPPED,
      ),
      compileAllowList(options.allow ?? []),
    );
    this.#assignments = new Set(
      options.rules.filter(({ mode }) => mode === 'assign').map(({ id }) => id),
    );
  }

  /**
   * Everything found in a text, by place. Never throws, whatever the string holds; places are half-open
   * ranges of UTF-16 code units within the text and never split a surrogate pair.
   *
   * Time: O(length), with a constant that no text can raise past a bound.
   */
  scan(text: string, options: ScanOptions = {}): Detection[] {
    const findings: Finding[] = [];
    this.#finder.find(
      text,
      options.position ?? 'prose',
      options.budget ?? new WorkBudget(),
      findings,
    );
    if (findings.length === 0) return [];
    return resolveOverlaps(findings).map((finding) => toDetection(finding, text));
  }

  /** Whether a rule finds values by the name that they are assigned to. */
  isAssignment(detector: string): boolean {
    return this.#assignments.has(detector);
  }
}

function toDetection(finding: Finding, text: string): Detection {
  const start = splitsPair(text, finding.start) ? finding.start - 1 : finding.start;
  const end = splitsPair(text, finding.end) ? finding.end + 1 : finding.end;
  return {
    type: finding.type,
    detector: finding.detector,
    tags: finding.tags,
    confidence: finding.confidence,
    placeholder: finding.placeholder,
    value: text.slice(start, end),
    location: { start, end },
  };
}

/** Whether the two halves of a character past the basic plane stand on either side of a place. */
function splitsPair(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const after = text.charCodeAt(at);
  if (after < 0xdc00 || after > 0xdfff) return false;
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff;
}
