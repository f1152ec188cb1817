import type { ValidatorName } from './validators/index.ts';

/**
 * A detector as data. A rule never scans a whole text: the engine looks for its anchors once, for all
 * rules together, and runs `pattern` only where one was hit, on a bounded slice.
 *
 * Modes, by how the start of the value follows from the hit:
 * - `sticky`: the match starts at the anchor (`ghp_…`, `-----BEGIN`), or, with `lead`, up to `lead.max`
 *   characters of `lead.class` before it. The leftmost such start is taken, then the pattern must match there.
 * - `outward`: as sticky with `lead`, for values whose anchor stands in the middle (`@` of an e-mail address,
 *   `://` of a connection string).
 * - `assign`: the anchor is a keyword (`password`, `token`); what assigns a value to it must follow, be it an
 *   operator, a comma between quoted arguments, a bracket or the end of an XML tag: see `engine/assignment.ts`.
 *   `pattern` then matches the value after an optional opening quote. Only the value's span is reported.
 * - `digits`: tried at each start of a run of digits (or up to `lead.max` characters before it).
 */
export type RuleMode = 'sticky' | 'outward' | 'assign' | 'digits';

/** Words near a candidate that make it more, or less, likely. Compared in lower case at word borders. */
export interface ContextWords {
  readonly words: readonly string[];
  /** Characters looked at before and after the candidate; 48 if absent, at most 256. */
  readonly window?: number;
  /** Without one of the words the candidate is dropped. Otherwise a word raises confidence by `boost`. */
  readonly required?: boolean;
  /** 0.3 if absent. Negative for words that speak against it. */
  readonly boost?: number;
}

/** What proves a rule. */
export interface RuleExamples {
  /** Texts in which the rule must report. A rule without one loads, and nothing proves it. */
  readonly positive: readonly string[];
  /** Texts in which this rule must report nothing. */
  readonly negative: readonly string[];
}

/**
 * One detector. `DetectionEngine` refuses one that is malformed or not linear, `SafeAI` also one that fails its own
 * examples: both throw a `DetectorError`.
 */
export interface DetectorRule {
  /** Unique, kebab-case: `github-pat`. */
  readonly id: string;
  /** Wire type: `secret` for secrets, else the kind (`email`, `iban`, `injection`, `destructive`, …). */
  readonly type: string;
  /** Most precise tags: `secret.token.github`. */
  readonly tags: readonly string[];
  /**
   * Literals that every match contains (or, for `assign`, is introduced by): of at least 3 characters, or `'@'`;
   * none for `digits`. One of 3 should end in no letter or digit (`sk-`, `hf_`): others slow every scan.
   */
  readonly anchors: readonly string[];
  readonly mode: RuleMode;
  /** Anchors and pattern ignore ASCII case. */
  readonly ignoreCase?: boolean;
  /** Characters before the anchor that belong to the match: a regular expression character class without its brackets. */
  readonly lead?: { readonly class: string; readonly max: number };
  /**
   * Source of a regular expression, matched at the start that `mode` finds. Bounded quantifiers only, no
   * back references, look-around of bounded length. A group named `value` narrows the reported span.
   */
  readonly pattern: string;
  /** Longest possible match in UTF-16 code units, at most 8192. */
  readonly maxLength: number;
  /** 0 to 1 before validator, entropy and context. 0.8 if absent. */
  readonly confidence?: number;
  /** Lower is preferred among matches that start at the same place. 100 if absent. */
  readonly priority?: number;
  /** Shannon entropy, bits per character, that the value should reach. Below it confidence falls to 0.3, and what a `generic` rule found is dropped. */
  readonly entropy?: number;
  /** No issuer's prefix stands behind the value: failed entropy or validator drops the candidate instead of lowering its confidence. */
  readonly generic?: boolean;
  /** A checksum or structure test by name. Passing raises confidence to at least 0.95, unless the test is `weak`. */
  readonly validator?: ValidatorName;
  /** Confidence of a value with an issuer's prefix that fails the validator; 0.3 if absent. */
  readonly doubtful?: number;
  /** The validator is passed by chance too often to prove anything: what passes keeps the rule's confidence. */
  readonly weak?: boolean;
  /**
   * Matches only a text that is nothing but the value. The fields of a payload, which all hold nothing but a
   * value, do not count as such.
   */
  readonly alone?: boolean;
  readonly context?: ContextWords;
  /**
   * Ends of names that hold no such value, in lower case and without `_`, `-` and `.`: `publickey`, `tokentype`.
   * The name looked at is the nearest one before the value.
   */
  readonly notKey?: readonly string[];
  /**
   * Weak evidence, and of what kind. It is reported only where cues of several kinds stand near one another
   * and their confidences add up to enough; see `weighEvidence`.
   */
  readonly evidence?: string;
  /** Values that are known placeholders or documentation samples: exact, or with `*`. Case-insensitive. */
  readonly allow?: readonly string[];
  /** Word inside the placeholder: `EMAIL` → `[EMAIL_REDACTED]`. From `type` in upper case if absent. */
  readonly placeholder?: string;
  /** The vendor's or standard's own page that describes the format. */
  readonly source: string;
  readonly examples: RuleExamples;
}
