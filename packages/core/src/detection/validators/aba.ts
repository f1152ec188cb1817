import { digitsOf, isOneDigit, weightedSum } from './digits.ts';

/** A routing transit number of the American Bankers Association: Federal Reserve prefix and 3-7-1 check. */
export function isAbaRouting(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 9 || isOneDigit(digits)) return false;
  const prefix = Number(digits.slice(0, 2));
  const known =
    (prefix >= 1 && prefix <= 12) ||
    (prefix >= 21 && prefix <= 32) ||
    (prefix >= 61 && prefix <= 72) ||
    prefix === 80;
  return known && weightedSum(digits, [3, 7, 1]) % 10 === 0;
}
