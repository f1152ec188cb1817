import type { DetectorRule } from '../rule.ts';

/** Characters by which an anchor is told from ordinary words. */
const BEGINNING = 3;

/** What those who put detections together need to know of the rules that made them, by their ids. */
export class RuleKinds {
  readonly #assignments: ReadonlySet<string>;
  readonly #alone: ReadonlySet<string>;
  readonly #issued: ReadonlySet<string>;
  /** The first characters of these rules' anchors. */
  readonly #beginnings = new Set<string>();

  constructor(rules: readonly DetectorRule[]) {
    this.#assignments = idsOf(rules, ({ mode }) => mode === 'assign');
    this.#alone = idsOf(rules, ({ alone }) => alone === true);
    this.#issued = idsOf(rules, isIssued);
    for (const { anchors } of rules.filter(isIssued)) {
      for (const anchor of anchors) this.#beginnings.add(anchor.slice(0, BEGINNING));
    }
  }

  /** Whether a rule finds values by the name that they are assigned to. */
  isAssignment(detector: string): boolean {
    return this.#assignments.has(detector);
  }

  /** Whether a rule takes a text for a value because it is nothing else. */
  isAlone(detector: string): boolean {
    return this.#alone.has(detector);
  }

  /** Whether a rule finds an issuer's secrets, which nothing else looks like. */
  isIssued(detector: string): boolean {
    return this.#issued.has(detector);
  }

  /**
   * Whether an issuer's secret may begin in a word: the beginning of an anchor does. Errs towards true. O(length).
   *
   * @param following what comes after the word: two characters, if there are so many
   */
  mayBeginIssued(word: string, following: string): boolean {
    const text = word + following.slice(0, BEGINNING - 1);
    for (let at = 0; at < word.length; at++) {
      if (this.#beginnings.has(text.slice(at, at + BEGINNING))) return true;
    }
    return false;
  }
}

function isIssued({ mode, type, generic, ignoreCase }: DetectorRule): boolean {
  return mode === 'sticky' && type === 'secret' && generic !== true && ignoreCase !== true;
}

function idsOf(
  rules: readonly DetectorRule[],
  is: (rule: DetectorRule) => boolean,
): ReadonlySet<string> {
  return new Set(rules.filter(is).map(({ id }) => id));
}
