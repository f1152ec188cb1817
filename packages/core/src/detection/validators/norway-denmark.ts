import { isDdmmyy } from './birth-date.ts';
import { codeOf, digitsOf, weightedSum } from './digits.ts';

/** Norway's fødselsnummer: date, number, two check digits modulo 11. */
export function isNoFodselsnummer(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[0-9]{11}$/.test(digits)) return false;
  const date = String(Number(digits[0]) % 4) + digits.slice(1, 6);
  return (
    isDdmmyy(date) &&
    weightedSum(digits.slice(0, 10), [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weightedSum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

/** Denmark's CPR number: date and four digits; those given out since 2007 carry no check digit. */
export function isDkCpr(value: string): boolean {
  const digits = codeOf(value);
  return /^[0-9]{10}$/.test(digits) && isDdmmyy(digits);
}
