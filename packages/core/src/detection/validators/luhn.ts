import { digitsOf } from './digits.ts';

/** Luhn's mod-10 checksum (ISO/IEC 7812-1, annex B) over a digit string. */
export function luhnHolds(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, double = false; index >= 0; index--, double = !double) {
    const digit = digits.charCodeAt(index) - 48;
    const doubled = digit * 2;
    sum += double ? (doubled > 9 ? doubled - 9 : doubled) : digit;
  }
  return digits !== '' && sum % 10 === 0;
}

/** A printed number of at least two digits whose last digit is its Luhn check digit. */
export function isLuhn(value: string): boolean {
  const digits = digitsOf(value);
  return digits.length > 1 && luhnHolds(digits);
}
