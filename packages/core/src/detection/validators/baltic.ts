import { isYymmdd } from './birth-date.ts';
import { digitsOf, weightedSum } from './digits.ts';

/** Estonia's isikukood and Lithuania's asmens kodas: century, date, number, check digit modulo 11 in two rounds. */
export function isBalticCode(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[1-8][0-9]{10}$/.test(digits) || !isYymmdd(digits.slice(1, 7))) return false;
  const body = digits.slice(0, 10);
  const first = weightedSum(body, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weightedSum(body, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return (first < 10 ? first : second % 10) === Number(digits[10]);
}
