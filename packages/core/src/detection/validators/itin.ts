import { digitsOf } from './digits.ts';

/** An Individual Taxpayer Identification Number: starts with 9, fourth and fifth digit 50–65, 70–88, 90–92 or 94–99. */
export function isItin(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^9[0-9]{8}$/.test(digits) || digits.endsWith('0000')) return false;
  const group = Number(digits.slice(3, 5));
  return (
    (group >= 50 && group <= 65) ||
    (group >= 70 && group <= 88) ||
    (group >= 90 && group <= 92) ||
    (group >= 94 && group <= 99)
  );
}
