import { isDay } from './birth-date.ts';
import { digitsOf } from './digits.ts';
import { mod11And10Holds } from './iso7064.ts';

/** The rodné číslo of Czechia and Slovakia: date (month plus 50 for women), number, divisible by 11. */
export function isCzBirthNumber(value: string): boolean {
  const digits = digitsOf(value);
  const month = Number(digits.slice(2, 4)) % 50;
  return (
    digits.length === 10 &&
    isDay(
      Number(digits.slice(0, 2)),
      month > 20 ? month - 20 : month,
      Number(digits.slice(4, 6)),
    ) &&
    Number(digits) % 11 === 0
  );
}

/** Croatia's OIB: eleven digits, ISO 7064 MOD 11,10. */
export function isHrOib(value: string): boolean {
  const digits = digitsOf(value);
  return /^[0-9]{11}$/.test(digits) && mod11And10Holds(digits);
}
