import { digitsOf } from './digits.ts';

/** Numbers that the Social Security Administration declared void after they had been printed in public. */
const VOID = new Set(['078051120', '219099999']);

/** A Social Security number that can have been issued: no all-zero group, area not 666 or from 900. */
export function isSsn(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 9 || VOID.has(digits)) return false;
  const area = digits.slice(0, 3);
  if (area === '000' || area === '666' || area >= '900') return false;
  return digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000';
}
