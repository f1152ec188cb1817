import { isDay } from './birth-date.ts';
import { digitsOf, weightedSum } from './digits.ts';

/** Romania's CNP: sex and century, date, county, number, check digit modulo 11. */
export function isRoCnp(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[1-9][0-9]{12}$/.test(digits)) return false;
  if (!isDay(Number(digits.slice(1, 3)), Number(digits.slice(3, 5)), Number(digits.slice(5, 7))))
    return false;
  const rest = weightedSum(digits.slice(0, 12), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (rest === 10 ? 1 : rest) === Number(digits[12]);
}

/** Bulgaria's EGN: date (month plus 20 or 40 for the century), number, check digit modulo 11. */
export function isBgEgn(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[0-9]{10}$/.test(digits)) return false;
  const sum = weightedSum(digits.slice(0, 9), [2, 4, 8, 5, 10, 9, 7, 3, 6]);
  return (
    isDay(
      Number(digits.slice(0, 2)),
      Number(digits.slice(2, 4)) % 20,
      Number(digits.slice(4, 6)),
    ) && (sum % 11) % 10 === Number(digits[9])
  );
}
