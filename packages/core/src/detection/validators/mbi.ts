import { codeOf } from './digits.ts';

/** A Medicare Beneficiary Identifier: eleven characters, their kinds fixed by position, without S L O I B Z. */
export function isMbi(value: string): boolean {
  return /^[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y]{2}[0-9]{2}$/.test(
    codeOf(value),
  );
}
