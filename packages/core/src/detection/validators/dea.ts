import { codeOf } from './digits.ts';

/**
 * A registration number of the Drug Enforcement Administration: registrant code, initial, six digits and the
 * check digit: last digit of (first + third + fifth) + 2 × (second + fourth + sixth).
 */
export function isDea(value: string): boolean {
  const match =
    /^[ABCDEFGHJKLMPRSTUX][A-Z9]([0-9])([0-9])([0-9])([0-9])([0-9])([0-9])([0-9])$/.exec(
      codeOf(value),
    );
  if (match === null) return false;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, check = 0] = match.slice(1).map(Number);
  return (a + c + e + 2 * (b + d + f)) % 10 === check;
}
