import type { DetectorRule } from '../../rule.ts';

/** Not cut out of a longer number, word or dotted version, nor a negative number. */
export const NUMBER_START = '(?<![0-9A-Za-z_]|[0-9][.,/-]|[-+])';

/** No digit or letter goes on after the number, nor a decimal part. */
export const NUMBER_END = '(?![0-9A-Za-z_]|[.,/-][0-9])';

/**
 * No group of four hexadecimal digits stands before or after: the number is not a piece of a table or a dump.
 * Four groups of four may be the next card of a list.
 */
export const NOT_IN_TABLE = '(?<![\\s;](?<![0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -])[0-9A-F]{4};?\\s)';
export const NOT_BEFORE_TABLE =
  '(?!\\s(?![0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4})[0-9A-F]{4}(?:[\\s;]|$))';

/**
 * Words from a list with `|` between them. One of several words is also looked for as code and keys write
 * it: `patient id`, `patient_id`, `patient-id`, `patientid`.
 */
export function words(list: string): string[] {
  const names = list.split('|').map((name) => name.trim());
  return [
    ...new Set(
      names.flatMap((name) => [
        name,
        ...['_', '-', ''].map((joint) => name.replaceAll(' ', joint)),
      ]),
    ),
  ];
}

/** A rule for personal data, where the mode is `digits` if it is not stated. */
export function personal(
  rule: Omit<DetectorRule, 'mode' | 'anchors'> & Partial<Pick<DetectorRule, 'mode' | 'anchors'>>,
): DetectorRule {
  return { mode: 'digits', anchors: [], ...rule };
}

/** A country's number for a person or a firm, as its rule states it. */
interface NationalNumber extends Omit<DetectorRule, 'mode' | 'anchors' | 'tags' | 'context'> {
  /** Last part of the tag: `national_id`, `tax_id`, `passport`, … */
  readonly kind: string;
  /** Words beside the number, joined by `|`. */
  readonly near: string;
  /** Whether its form and check digits are telling enough without a word. */
  readonly alone?: boolean;
  /** Whether blanks or dashes among the leading letters are part of it: the lead then may begin with one. */
  readonly spaced?: boolean;
}

/**
 * A rule for a number that a state gives out. Check digits that one number in ten passes by chance do not
 * make it one: without `alone` a word has to stand near. What fails its validator is dropped.
 */
export function national({
  kind,
  near,
  alone = false,
  spaced = false,
  ...rule
}: NationalNumber): DetectorRule {
  return personal({
    tags: [`personal.${kind === 'health_id' ? 'phi' : 'pii'}.${kind}`],
    confidence: 0.6,
    // What a word is said of is that, whatever else its form may be.
    priority: alone ? 98 : 85,
    generic: true,
    ...rule,
    pattern: spaced
      ? `(?:[ -]|(?<![0-9A-Za-z_]))(?<value>${rule.pattern})${NUMBER_END}`
      : `${NUMBER_START}${rule.pattern}${NUMBER_END}`,
    // Without its word, a weak check says little: the word then says most of it.
    context: { words: words(near), window: 40, required: !alone, boost: rule.weak ? 0.35 : 0.2 },
  });
}

/** Nothing stands before the value, and nothing but up to two blanks after it: it is the whole text. */
const TEXT_START = '(?<![\\s\\S])';
const TEXT_END = '(?!\\S|\\s{1,2}\\S|\\s{3})';

/** A number or code that is recognised when a text holds nothing else. */
interface WholeText extends Omit<DetectorRule, 'mode' | 'anchors' | 'tags' | 'alone' | 'weak'> {
  /** Last part of the tag, as for {@link national}; or the last two, where it is no `personal.pii`. */
  readonly kind: string;
}

/** Under what a policy acts on: a number that is a whole text may as well be an order's or a ticket's. */
const WHOLE_TEXT = 0.45;

/**
 * A rule for a value that is a whole text: an answer to a question for it. Forms and check digits that are
 * too common in running text then still say something, and no more than that: it is reported, not acted on.
 */
export function wholeText({ kind, ...rule }: WholeText): DetectorRule {
  const named = kind.includes('.') ? kind : `${kind === 'health_id' ? 'phi' : 'pii'}.${kind}`;
  return personal({
    priority: 195,
    confidence: WHOLE_TEXT,
    ...rule,
    tags: [`personal.${named}`],
    generic: true,
    weak: true,
    alone: true,
    pattern: `${TEXT_START}(?:${rule.pattern})${TEXT_END}`,
  });
}
