import { codeOf, digitsOf } from './digits.ts';
import { mod11And10Holds } from './iso7064.ts';

/** Steuer-Identifikationsnummer: eleven digits, one repeated among the first ten, ISO 7064 MOD 11,10. */
export function isDeTaxId(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[1-9][0-9]{10}$/.test(digits)) return false;
  const kinds = new Set(digits.slice(0, 10)).size;
  return (kinds === 8 || kinds === 9) && mod11And10Holds(digits);
}

/** Umsatzsteuer-Identifikationsnummer: `DE` and nine digits, ISO 7064 MOD 11,10. */
export function isDeVatId(value: string): boolean {
  const match = /^DE([1-9][0-9]{8})$/.exec(codeOf(value));
  return match !== null && mod11And10Holds(match[1] ?? '');
}
