import { digitsOf, weightedSum } from './digits.ts';

/** Switzerland's AHV number: 756, nine digits, check digit of EAN-13. */
export function isChAhv(value: string): boolean {
  const digits = digitsOf(value);
  return /^756[0-9]{10}$/.test(digits) && weightedSum(digits, [1, 3]) % 10 === 0;
}

/** Austria's Sozialversicherungsnummer: the fourth digit is the others' weighted sum modulo 11. */
export function isAtSvnr(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[1-9][0-9]{9}$/.test(digits)) return false;
  return weightedSum(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(digits[3]);
}
