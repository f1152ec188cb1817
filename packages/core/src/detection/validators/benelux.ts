import { digitsOf, isOneDigit, weightedSum } from './digits.ts';

/** The Netherlands' burgerservicenummer: nine digits that pass the eleven test. */
export function isNlBsn(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 9 || isOneDigit(digits)) return false;
  return weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

/** Belgium's rijksregisternummer: eleven digits, 97 less the remainder of nine (from 2000: with 2 before them). */
export function isBeNationalNumber(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[0-9]{2}(?:0[0-9]|1[0-2]|[24]\d|3[0-2]|5[0-2])[0-3][0-9]{6}$/.test(digits)) return false;
  const check = Number(digits.slice(9));
  return [digits.slice(0, 9), `2${digits.slice(0, 9)}`].some(
    (number) => 97 - (Number(number) % 97) === check,
  );
}
