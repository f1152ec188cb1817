import { isYymmdd } from './birth-date.ts';
import { codeOf, digitsOf, weightedSum } from './digits.ts';

/** Singapore's NRIC or FIN: letter, seven digits, check letter modulo 11. */
export function isSgNric(value: string): boolean {
  const match = /^([STFGM])([0-9]{7})([A-Z])$/.exec(codeOf(value));
  if (match === null) return false;
  const [, kind = '', number = '', check = ''] = match;
  const offset = kind === 'T' || kind === 'G' ? 4 : kind === 'M' ? 3 : 0;
  const rest = (weightedSum(number, [2, 7, 6, 5, 4, 3, 2]) + offset) % 11;
  const letters =
    kind === 'S' || kind === 'T' ? 'JZIHGFEDCBA' : kind === 'M' ? 'XWUTRQPNJLK' : 'XWUTRQPNMLK';
  return letters.charAt(rest) === check;
}

/** Thailand's national number: thirteen digits, the last one modulo 11. */
export function isThNationalId(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[1-8][0-9]{12}$/.test(digits)) return false;
  const sum = weightedSum(digits.slice(0, 12), [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return (11 - (sum % 11)) % 10 === Number(digits[12]);
}

/** Malaysia's MyKad number: date of birth, place code, number. */
export function isMyNric(value: string): boolean {
  const digits = digitsOf(value);
  return (
    /^[0-9]{12}$/.test(digits) &&
    isYymmdd(digits) &&
    !/^(?:00|1[789]|20|69|7[03]|8[01]|9[4-7])$/.test(digits.slice(6, 8))
  );
}
