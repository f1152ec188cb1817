import { DetectorError, type ErrorDetail } from '../../errors.ts';
import type { Analyzer } from '../analyzer.ts';
import type { ExactValues } from '../exact/exact-values.ts';
import type { DetectorRule } from '../rule.ts';
import { compileRule, MIN_ANCHOR, type RuleProblem, type Validators } from './compile-rule.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { DigitIndex } from './digit-index.ts';
import { OpenEnds } from './open-ends.ts';
import { type Anchor, AT_SIGN, foldAscii, Prefilter } from './prefilter.ts';

/** What one anchor leads to. */
export interface AnchorTargets {
  /** Length of the anchor. */
  readonly length: number;
  readonly rules: readonly CompiledRule[];
  /** Places in the list of analyzers. */
  readonly analyzers: readonly number[];
}

/** A whole set of detectors, ready to be run. */
export interface CompiledSet {
  readonly rules: readonly CompiledRule[];
  readonly analyzers: readonly Analyzer[];
  /** Values that are found wherever they stand. */
  readonly exact: ExactValues | undefined;
  readonly prefilter: Prefilter;
  /** By anchor id, as the prefilter gives it. */
  readonly targets: readonly AnchorTargets[];
  /** Rules that are tried at runs of digits. */
  readonly digitRules: readonly CompiledRule[];
  /** An index of these, made when it is first asked for. */
  readonly digits: () => DigitIndex;
  /** What may go on at the end of a text that is not complete; made when it is first asked for. */
  readonly ends: () => OpenEnds;
}

const RULE_ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Compiles rules and analyzers.
 *
 * @throws DetectorError `invalid_detector` with one detail for every fault of every rule
 */
export function compileSet(
  rules: readonly DetectorRule[],
  analyzers: readonly Analyzer[],
  validators: Validators,
  proven: ReadonlySet<DetectorRule>,
  exact?: ExactValues,
): CompiledSet {
  const details: ErrorDetail[] = [];
  const ids = new Set<string>();
  const compiled: CompiledRule[] = [];
  rules.forEach((rule, position) => {
    const problems: RuleProblem[] = [];
    if (!RULE_ID.test(rule.id)) problems.push(['id', 'its id is not in kebab-case']);
    if (ids.has(rule.id)) problems.push(['id', 'another rule has the same id']);
    ids.add(rule.id);
    const result = compileRule(rule, compiled.length, validators, proven.has(rule), problems);
    if (result !== undefined) compiled.push(result);
    for (const [at, problem] of problems) {
      const path = `rules[${position}].${at}`;
      details.push({ path, message: `Rule '${rule.id}': ${problem}.` });
    }
  });
  const first = details[0];
  if (first !== undefined) {
    const more = details.length === 1 ? '' : ` (and ${details.length - 1} more)`;
    throw new DetectorError(first.message + more, { details });
  }
  return { rules: compiled, analyzers, exact, ...indexAnchors(compiled, analyzers) };
}

interface Targets {
  readonly length: number;
  readonly rules: CompiledRule[];
  readonly analyzers: number[];
}

function indexAnchors(
  rules: readonly CompiledRule[],
  analyzers: readonly Analyzer[],
): Pick<CompiledSet, 'prefilter' | 'targets' | 'digitRules' | 'digits' | 'ends'> {
  const anchors: Anchor[] = [];
  const targets: Targets[] = [];
  const idOf = new Map<string, number>();
  const targetOf = (text: string, ignoreCase: boolean): Targets => {
    const key = ignoreCase && text !== AT_SIGN ? `i${foldAscii(text)}` : `c${text}`;
    const known = targets[idOf.get(key) ?? -1];
    if (known !== undefined) return known;
    const added: Targets = { length: text.length, rules: [], analyzers: [] };
    idOf.set(key, anchors.length);
    anchors.push({ text, ignoreCase });
    targets.push(added);
    return added;
  };
  for (const rule of rules) {
    for (const anchor of new Set(rule.rule.anchors)) {
      targetOf(anchor, rule.rule.ignoreCase ?? false).rules.push(rule);
    }
  }
  analyzers.forEach((analyzer, index) => {
    for (const anchor of new Set(analyzer.anchors)) {
      if (anchor.length >= MIN_ANCHOR) targetOf(anchor, true).analyzers.push(index);
    }
  });
  const digitRules = rules.filter(({ rule }) => rule.mode === 'digits');
  let digits: DigitIndex | undefined;
  let ends: OpenEnds | undefined;
  return {
    prefilter: new Prefilter(anchors, digitRules.length > 0),
    targets,
    digitRules,
    digits: () => (digits ??= new DigitIndex(digitRules)),
    ends: () => (ends ??= new OpenEnds(rules)),
  };
}
