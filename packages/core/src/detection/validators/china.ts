import { isDay } from './birth-date.ts';
import { codeOf, weightedSum } from './digits.ts';
import { mod11And2Holds } from './iso7064.ts';

/** China's resident identity number: area, date of birth, number, ISO 7064 MOD 11-2. */
export function isCnResidentId(value: string): boolean {
  const code = codeOf(value);
  if (!/^[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9X]$/.test(code)) return false;
  return (
    isDay(Number(code.slice(6, 10)), Number(code.slice(10, 12)), Number(code.slice(12, 14))) &&
    mod11And2Holds(code)
  );
}

/** Taiwan's identity number: letter of the region, nine digits, weighted sum divisible by ten. */
export function isTwNationalId(value: string): boolean {
  const code = codeOf(value);
  if (!/^[A-Z][1289][0-9]{8}$/.test(code)) return false;
  const region = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(code.charAt(0)) + 10;
  return weightedSum(String(region) + code.slice(1), [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

/** Hong Kong's identity card number: one or two letters, six digits, check character modulo 11. */
export function isHkId(value: string): boolean {
  const match = /^([A-Z]{1,2})([0-9]{6})\(?([0-9A])\)?$/.exec(codeOf(value));
  if (match === null) return false;
  const [, letters = '', number = '', check = ''] = match;
  const codes = [
    ...(letters.length === 1 ? [36] : []),
    ...Array.from(letters, (letter) => letter.charCodeAt(0) - 55),
  ];
  const [first = 0, second = 0] = codes;
  const sum =
    first * 9 +
    second * 8 +
    weightedSum(number, [7, 6, 5, 4, 3, 2]) +
    (check === 'A' ? 10 : Number(check));
  return sum % 11 === 0;
}
