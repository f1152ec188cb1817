import type { Analyzer, TextPosition } from '../analyzer.ts';
import { CATALOGUE } from '../catalog/index.ts';
import type { Detection } from '../detection.ts';
import type { ExactValues } from '../exact/exact-values.ts';
import type { DetectorRule } from '../rule.ts';
import { findInReadings } from '../readings.ts';
import { StreamLayer } from '../stream-layer.ts';
import { StreamScanner } from '../stream.ts';
import { VALIDATORS } from '../validators/index.ts';
import { type AllowList, compileAllowList } from './allow-list.ts';
import { CandidateFinder } from './candidates.ts';
import { type CompiledSet, compileSet } from './compile.ts';
import type { Validators } from './compile-rule.ts';
import type { Finding } from './compiled-rule.ts';
import { type HoldBack, holdBackOf } from './hold-back.ts';
import { RuleKinds } from './rule-kinds.ts';
import { resolveOverlaps } from './resolve.ts';
import { toDetection } from './to-detection.ts';
import { WorkBudget } from './work-budget.ts';

/** Their patterns are proven by tests, so that they cost little at start. */
const SHIPPED: ReadonlySet<DetectorRule> = new Set(CATALOGUE);

/** What a {@link DetectionEngine} looks for. */
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
  /** Known secrets that are found wherever they stand, in disguise too. */
  readonly exact?: ExactValues;
}

/** What is known of a text before it is scanned. */
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
  readonly #set: CompiledSet;
  readonly #allow: AllowList | undefined;
  readonly #finder: CandidateFinder;
  /** What is known of the rules by their ids. */
  readonly kinds: RuleKinds;
  #holdBack: HoldBack | undefined;

  /**
   * Compiles the rules. O(their total size).
   *
   * @throws DetectorError `invalid_detector` when a rule is malformed, names an unknown validator or has a
   * pattern that is not bounded; one detail for every fault
   */
  constructor(options: DetectionEngineOptions) {
    const known = options instanceof Recompiled ? options.engine : undefined;
    this.rules = options.rules;
    this.#set =
      known === undefined
        ? compileSet(
            options.rules,
            options.analyzers ?? [],
            options.validators ?? VALIDATORS,
            options.proven ?? SHIPPED,
            options.exact,
          )
        : { ...known.#set, exact: options.exact };
    this.#allow = known === undefined ? compileAllowList(options.allow ?? []) : known.#allow;
    this.#finder = new CandidateFinder(this.#set, this.#allow);
    this.kinds = known === undefined ? new RuleKinds(options.rules) : known.kinds;
  }

  /**
   * The same with other known secrets. Nothing is compiled again; this one stays as it is.
   *
   * @param exact none if absent
   */
  withExact(exact?: ExactValues): DetectionEngine {
    return new DetectionEngine(new Recompiled(this, exact));
  }

  /**
   * Everything found in a text, by place. Never throws, whatever the string holds; places are half-open
   * ranges of UTF-16 code units within the text and never split a surrogate pair.
   *
   * Time: O(length), with a constant that no text can raise past a bound. Of what is encoded, the first
   * {@link MOST_UNDONE} characters are undone; whether there were more, `budget.leftEncoded` tells.
   */
  scan(text: string, options: ScanOptions = {}): Detection[] {
    const { position = 'prose', budget } = options;
    const findings: Finding[] = [];
    const whole = budget ?? new WorkBudget();
    this.#finder.find(text, position, whole, findings);
    const inReadings = findInReadings(text, whole.undoing, (reading, sourceOf) => {
      const found: Finding[] = [];
      const own = budget?.readings ?? new WorkBudget();
      this.#finder.find(reading, position, own, found, sourceOf);
      return found;
    });
    for (const finding of inReadings) findings.push(finding);
    if (findings.length === 0) return [];
    return resolveOverlaps(findings).map((finding) => toDetection(finding, text));
  }

  /**
   * Most characters that {@link openStream} keeps waiting before it says what they are, whatever the text;
   * ordinary text waits for the end of a word. O(rules) when first asked.
   */
  get holdBack(): HoldBack {
    return (this.#holdBack ??= holdBackOf(this.#set));
  }

  /**
   * Scans a text that comes in pieces: what {@link scan} finds in the whole of it in the position `prose`,
   * save what analyzers find (in prose those are below every default rule's threshold).
   */
  openStream(): StreamScanner {
    return new StreamScanner(new StreamLayer(this.#set, this.#allow));
  }

  /** Whether there are known values. */
  get knowsValues(): boolean {
    return (this.#set.exact?.size ?? 0) > 0;
  }
}

/** What an engine was made of, but for its known secrets. */
class Recompiled implements DetectionEngineOptions {
  readonly engine: DetectionEngine;
  readonly rules: readonly DetectorRule[];
  readonly exact?: ExactValues;

  constructor(engine: DetectionEngine, exact: ExactValues | undefined) {
    this.engine = engine;
    this.rules = engine.rules;
    if (exact !== undefined) this.exact = exact;
  }
}
