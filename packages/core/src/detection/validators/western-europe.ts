import { codeOf, digitsOf, isOneDigit, weightedSum } from './digits.ts';

/** Ireland's PPS number: seven digits, check letter modulo 23, and a second letter in newer ones. */
export function isIePps(value: string): boolean {
  const match = /^([0-9]{7})([A-W])([ABHTW]?)$/.exec(codeOf(value));
  if (match === null) return false;
  const [, number = '', check = '', second = ''] = match;
  const sum =
    weightedSum(number, [8, 7, 6, 5, 4, 3, 2]) +
    (second === '' || second === 'W' ? 0 : (second.charCodeAt(0) - 64) * 9);
  return 'WABCDEFGHIJKLMNOPQRSTUV'.charAt(sum % 23) === check;
}

/** Portugal's NIF: nine digits, the last one modulo 11. */
export function isPtNif(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[1-35689][0-9]{8}$/.test(digits) || isOneDigit(digits)) return false;
  const rest = weightedSum(digits.slice(0, 8), [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest < 2 ? 0 : 11 - rest) === Number(digits[8]);
}

/** Greece's AFM: nine digits, the last one modulo 11 of powers of two. */
export function isGrAfm(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 9 || isOneDigit(digits)) return false;
  return (
    (weightedSum(digits.slice(0, 8), [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 ===
    Number(digits[8])
  );
}
