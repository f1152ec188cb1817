import { digitsOf, isOneDigit, weightedSum } from './digits.ts';
import { luhnHolds } from './luhn.ts';

/** Turkey's kimlik number: eleven digits, the last two computed from the others. */
export function isTrNationalId(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[1-9][0-9]{10}$/.test(digits)) return false;
  const tenth = weightedSum(digits.slice(0, 9), [7, -1]) % 10;
  return (
    (tenth + 10) % 10 === Number(digits[9]) &&
    weightedSum(digits.slice(0, 10), [1]) % 10 === Number(digits[10])
  );
}

/** Israel's identity number: nine digits, Luhn. */
export function isIlNationalId(value: string): boolean {
  const digits = digitsOf(value);
  return digits.length === 9 && !isOneDigit(digits) && luhnHolds(digits);
}
