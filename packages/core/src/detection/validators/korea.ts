import { isYymmdd } from './birth-date.ts';
import { digitsOf, isOneDigit, weightedSum } from './digits.ts';

/** Korea's registration number of a resident (1–4) or a foreigner (5–8): date, sex and century; new ones carry no check digit. */
export function isKrResidentNumber(value: string): boolean {
  const digits = digitsOf(value);
  return /^[0-9]{6}[1-8][0-9]{6}$/.test(digits) && isYymmdd(digits);
}

/** As {@link isKrResidentNumber}, with the check digit that numbers from before October 2020 have. */
export function isKrCheckedNumber(value: string): boolean {
  const digits = digitsOf(value);
  if (!isKrResidentNumber(value)) return false;
  const sum = weightedSum(digits.slice(0, 12), [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
  const base = Number(digits[6]) > 4 ? 13 : 11;
  return (base - (sum % 11)) % 10 === Number(digits[12]);
}

/** Korea's business registration number: ten digits, the last one modulo 10. */
export function isKrBusinessNumber(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 10 || isOneDigit(digits)) return false;
  const sum =
    weightedSum(digits.slice(0, 9), [1, 3, 7, 1, 3, 7, 1, 3, 5]) +
    Math.floor((Number(digits[8]) * 5) / 10);
  return (10 - (sum % 10)) % 10 === Number(digits[9]);
}
