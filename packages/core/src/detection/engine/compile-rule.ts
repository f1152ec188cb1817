import { normalizeTags } from '../../tags.ts';
import { suggest } from '../../policy/suggest.ts';
import type { DetectorRule, RuleMode } from '../rule.ts';
import { classTest } from './char-test.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { LONGEST_WORD, MAX_CONTEXT_WINDOW } from './context.ts';
import { checkPattern, MAX_MATCH_LENGTH, MAX_RULE_STEPS } from './pattern.ts';

/** Tests that rules name. */
export type Validators = Readonly<Record<string, (value: string) => boolean>>;

/** What is wrong with a rule: in which of its parts, such as `lead.max`, and what. */
export type RuleProblem = readonly [at: string, message: string];

/** The modes there are. */
const MODES: ReadonlySet<RuleMode> = new Set(['sticky', 'outward', 'assign', 'digits'] as const);

/** Shortest literal anchor. */
export const MIN_ANCHOR = 3;

/** A wire type; longer ones would make placeholders that are not recognised again. */
const TYPE = /^[a-z0-9][a-z0-9_-]{0,49}$/;

/** Most characters that a look-around of a rule's pattern may look at. */
export const MAX_LOOK = 256;

/** Most characters that a rule may take before its anchor. */
const MAX_LEAD = 1024;

/**
 * Compiles one rule, or says all that is wrong with it.
 *
 * @param proven its pattern is known to be accepted and is not analyzed before it is first run
 * @param problems gets every fault; none is added when the result is a rule
 */
export function compileRule(
  rule: DetectorRule,
  index: number,
  validators: Validators,
  proven: boolean,
  problems: RuleProblem[],
): CompiledRule | undefined {
  const before = problems.length;
  const tags = compileTags(rule, problems);
  checkShape(rule, problems);
  if (!proven) checkPatterns(rule, problems);
  const validator = rule.validator === undefined ? undefined : validators[rule.validator];
  if (rule.validator !== undefined && validator === undefined) {
    const known = suggest(rule.validator, Object.keys(validators));
    const hint = known === undefined ? '' : `; '${known}' is`;
    problems.push(['validator', `its validator '${rule.validator}' is not known${hint}`]);
  }
  if (problems.length > before) return undefined;
  return {
    index,
    rule,
    tags,
    family: familyOf(tags),
    placeholder: `[${rule.placeholder ?? placeholderWord(rule.type)}_REDACTED]`,
    confidence: rule.confidence ?? 0.8,
    priority: rule.priority ?? 100,
    generic: rule.generic ?? false,
    validator,
    prepared: undefined,
  };
}

/** The part of a tag that says what it is about: `secret`, `personal`, … */
export function familyOf(tags: readonly string[]): string {
  return (tags[0] ?? '').split('.', 1)[0] ?? '';
}

/** The word in a placeholder that stands for a type: `credit_card` → `CREDIT_CARD`. */
export function placeholderWord(type: string): string {
  return type.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

function checkPatterns(rule: DetectorRule, problems: RuleProblem[]): void {
  const check = checkPattern(rule.pattern, rule.ignoreCase === true ? 'i' : '', MAX_RULE_STEPS);
  if (!check.ok) problems.push(['pattern', `its pattern is not accepted: ${check.reason}`]);
  else if (check.minLength === 0) {
    problems.push([
      'pattern',
      'its pattern is not accepted: it matches the empty text; let it take at least one character',
    ]);
  } else if (check.maxLength > rule.maxLength) {
    problems.push([
      'maxLength',
      `its pattern can match ${check.maxLength} characters, more than its maxLength of ${rule.maxLength}`,
    ]);
  } else if (check.look > MAX_LOOK) {
    problems.push([
      'pattern',
      `a look-around of its pattern looks at ${check.look} characters, more than ${MAX_LOOK}`,
    ]);
  }
  const test =
    rule.lead === undefined ? undefined : classTest(rule.lead.class, rule.ignoreCase ?? false);
  if (typeof test === 'string')
    problems.push(['lead.class', `lead.class is not the inside of a character class: ${test}`]);
}

function compileTags(rule: DetectorRule, problems: RuleProblem[]): readonly string[] {
  try {
    const tags = normalizeTags(rule.tags);
    if (tags.length === 0) problems.push(['tags', 'it has no tag']);
    return tags;
  } catch {
    problems.push(['tags', 'one of its tags is malformed']);
    return [];
  }
}

function checkShape(rule: DetectorRule, problems: RuleProblem[]): void {
  const demand = (holds: boolean, at: string, problem: string): void => {
    if (!holds) problems.push([at, problem]);
  };
  demand(rule.type !== '', 'type', 'it has no type');
  demand(
    rule.type === '' || TYPE.test(rule.type),
    'type',
    'its type must be a word of a to z, 0 to 9, - and _ of at most 50 characters',
  );
  demand(
    MODES.has(rule.mode),
    'mode',
    `mode must be one of ${[...MODES].map((mode) => `'${mode}'`).join(', ')}`,
  );
  demand(
    Number.isInteger(rule.maxLength) && rule.maxLength > 0 && rule.maxLength <= MAX_MATCH_LENGTH,
    'maxLength',
    `maxLength must be from 1 to ${MAX_MATCH_LENGTH}`,
  );
  demand(
    rule.mode === 'digits' || rule.anchors.length > 0,
    'anchors',
    `it has no anchor: give it a text of at least ${MIN_ANCHOR} characters that stands in every match`,
  );
  demand(
    rule.mode !== 'digits' || rule.anchors.length === 0,
    'anchors',
    "mode 'digits' takes no anchors",
  );
  for (const anchor of rule.anchors) {
    demand(
      anchor === '@' || anchor.length >= MIN_ANCHOR,
      'anchors',
      `its anchor '${anchor}' is shorter than ${MIN_ANCHOR} characters`,
    );
  }
  demand(rule.mode !== 'outward' || rule.lead !== undefined, 'lead', "mode 'outward' needs a lead");
  const leadMax = rule.lead?.max ?? 1;
  demand(
    Number.isInteger(leadMax) && leadMax >= 1 && leadMax <= MAX_LEAD,
    'lead.max',
    `lead.max must be from 1 to ${MAX_LEAD}`,
  );
  demand(inUnit(rule.confidence ?? 0), 'confidence', 'confidence must be from 0 to 1');
  demand(inUnit(rule.doubtful ?? 0), 'doubtful', 'doubtful must be from 0 to 1');
  demand(rule.evidence !== '', 'evidence', 'evidence must be a word');
  demand(
    (rule.notKey ?? []).every((name) => /^[^\s_.A-Z-]+$/.test(name)),
    'notKey',
    'notKey must hold names in lower case without `_`, `-` and `.`',
  );
  demand(Number.isFinite(rule.priority ?? 0), 'priority', 'priority must be a number');
  demand(
    (rule.entropy ?? 0) >= 0 && (rule.entropy ?? 0) <= 8,
    'entropy',
    'entropy must be from 0 to 8',
  );
  demand(
    /^[A-Z][A-Z0-9_]{0,50}$/.test(rule.placeholder ?? 'X'),
    'placeholder',
    'placeholder must be a word of A to Z, 0 to 9 and _ of at most 51 characters',
  );
  if (rule.context === undefined) return;
  const { words, window = 0, boost = 0 } = rule.context;
  demand(
    words.length > 0 && words.every((word) => word.trim() !== ''),
    'context.words',
    'context.words must be words',
  );
  demand(
    words.every((word) => word.length <= LONGEST_WORD),
    'context.words',
    `context.words must have at most ${LONGEST_WORD} characters each`,
  );
  demand(
    window >= 0 && window <= MAX_CONTEXT_WINDOW,
    'context.window',
    `context.window must be from 0 to ${MAX_CONTEXT_WINDOW}`,
  );
  demand(inUnit(Math.abs(boost)), 'context.boost', 'context.boost must be from -1 to 1');
}

function inUnit(value: number): boolean {
  return value >= 0 && value <= 1;
}
