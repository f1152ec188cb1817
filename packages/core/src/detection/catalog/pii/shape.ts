import type { DetectorRule } from '../../rule.ts';

/** Not cut out of a longer number, word or dotted version, nor a negative number. */
export const NUMBER_START = '(?<![0-9A-Za-z_]|[0-9][.,/-]|[-+])';

/** No digit or letter goes on after the number, nor a decimal part. */
export const NUMBER_END = '(?![0-9A-Za-z_]|[.,/-][0-9])';

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
