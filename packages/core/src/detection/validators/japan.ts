import { digitsOf, isOneDigit, weightedSum } from './digits.ts';

/** Japan's individual number: twelve digits, the last one modulo 11. */
export function isJpMyNumber(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 12 || isOneDigit(digits)) return false;
  const rest = weightedSum(digits.slice(0, 11), [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest < 2 ? 0 : 11 - rest) === Number(digits[11]);
}
