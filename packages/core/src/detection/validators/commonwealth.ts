import { isYymmdd } from './birth-date.ts';
import { digitsOf, isOneDigit, weightedSum } from './digits.ts';
import { luhnHolds } from './luhn.ts';

/** Canada's Social Insurance Number: nine digits, not from 0 or 8, Luhn. */
export function isCaSin(value: string): boolean {
  const digits = digitsOf(value);
  return /^[1-79][0-9]{8}$/.test(digits) && !isOneDigit(digits) && luhnHolds(digits);
}

/** South Africa's identity number: date of birth, number, citizenship, Luhn. */
export function isZaId(value: string): boolean {
  const digits = digitsOf(value);
  return /^[0-9]{10}[012][0-9]{2}$/.test(digits) && isYymmdd(digits) && luhnHolds(digits);
}

/** New Zealand's IRD number: eight or nine digits, the last one modulo 11 in two rounds. */
export function isNzIrd(value: string): boolean {
  const digits = digitsOf(value).padStart(9, '0');
  if (!/^[01][0-9]{8}$/.test(digits) || isOneDigit(digits)) return false;
  const body = digits.slice(0, 8);
  const first = (11 - (weightedSum(body, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  const second = (11 - (weightedSum(body, [7, 4, 3, 2, 5, 2, 7, 6]) % 11)) % 11;
  return (first < 10 ? first : second) === Number(digits[8]);
}
