import { digitsOf, isOneDigit } from './digits.ts';

/** Product in the dihedral group of order ten, in which Verhoeff's scheme computes. */
function product(left: number, right: number): number {
  if (left < 5) return right < 5 ? (left + right) % 5 : 5 + ((left + right - 5) % 5);
  return right < 5 ? 5 + ((left - right) % 5) : (left - right + 5) % 5;
}

/** How a digit is permuted at each position, counted from the right. */
const PERMUTATIONS = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Verhoeff's checksum over a digit string. */
export function verhoeffHolds(digits: string): boolean {
  let check = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    check = product(check, Number(PERMUTATIONS[index % 8]?.charAt(digit)));
  }
  return digits !== '' && check === 0;
}

/** An Aadhaar number of India: twelve digits, not from 0 or 1, Verhoeff's check digit last. */
export function isAadhaar(value: string): boolean {
  const digits = digitsOf(value);
  return /^[2-9][0-9]{11}$/.test(digits) && !isOneDigit(digits) && verhoeffHolds(digits);
}
