import { isDay } from './birth-date.ts';
import { digitsOf, weightedSum } from './digits.ts';

/** Poland's PESEL: date (month plus a number for the century), number, check digit. */
export function isPlPesel(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[0-9]{11}$/.test(digits)) return false;
  const month = Number(digits.slice(2, 4)) % 20;
  return (
    isDay(Number(digits.slice(0, 2)), month, Number(digits.slice(4, 6))) &&
    weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
  );
}

/** Poland's NIP: ten digits, the last one modulo 11. */
export function isPlNip(value: string): boolean {
  const digits = digitsOf(value);
  return (
    /^[1-9][0-9]{9}$/.test(digits) &&
    weightedSum(digits.slice(0, 9), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(digits[9])
  );
}
