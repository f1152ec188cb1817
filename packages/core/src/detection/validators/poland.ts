import { isDay } from './birth-date.ts';
import { digitsOf, isOneDigit, weightedSum } from './digits.ts';

/** Poland's PESEL: date (month plus 20 from 2000 on, plus 80 before 1900), number, check digit. */
export function isPlPesel(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[0-9]{11}$/.test(digits)) return false;
  const century = Number(digits.slice(2, 4));
  const month = century > 80 ? century - 80 : century > 20 ? century - 20 : century;
  return (
    isDay(Number(digits.slice(0, 2)), month, Number(digits.slice(4, 6))) &&
    weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
  );
}

/** Poland's REGON: nine digits, or fourteen for a branch, the last one modulo 11. */
export function isPlRegon(value: string): boolean {
  if (!/^(?:[0-9]{9}|[0-9]{14})$/.test(value) || isOneDigit(value)) return false;
  const weights =
    value.length === 9 ? [8, 9, 2, 3, 4, 5, 6, 7] : [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8];
  return (weightedSum(value.slice(0, -1), weights) % 11) % 10 === Number(value.at(-1));
}

/** Poland's NIP: ten digits, the last one modulo 11. */
export function isPlNip(value: string): boolean {
  const digits = digitsOf(value);
  return (
    /^[1-9][0-9]{9}$/.test(digits) &&
    weightedSum(digits.slice(0, 9), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(digits[9])
  );
}
