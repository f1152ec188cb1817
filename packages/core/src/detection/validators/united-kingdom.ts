import { codeOf, digitsOf, isOneDigit, weightedSum } from './digits.ts';

/** NHS number: ten digits, the last one modulo 11. */
export function isUkNhs(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 10 || isOneDigit(digits)) return false;
  const check = 11 - (weightedSum(digits.slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return check !== 10 && check % 11 === Number(digits[9]);
}

/** National Insurance number: a prefix in use, six digits, suffix A to D. */
export function isUkNino(value: string): boolean {
  return /^(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[A-D]$/.test(
    codeOf(value),
  );
}
