import { digitsOf } from './digits.ts';
import { luhnHolds } from './luhn.ts';

/** A National Provider Identifier: ten digits from 1 or 2, Luhn-checked behind the issuer prefix 80840. */
export function isNpi(value: string): boolean {
  const digits = digitsOf(value);
  return /^[12][0-9]{9}$/.test(digits) && luhnHolds(`80840${digits}`);
}
