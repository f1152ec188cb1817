import { isDay } from './birth-date.ts';
import { digitsOf } from './digits.ts';
import { luhnHolds } from './luhn.ts';

/** Sweden's personnummer or samordningsnummer: date (day plus 60 in the latter), number, Luhn. */
export function isSePersonnummer(value: string): boolean {
  const digits = value.replace(/[-+ ]/g, '').replace(/^(?:19|20)(?=[0-9]{10}$)/, '');
  if (!/^[0-9]{10}$/.test(digits)) return false;
  const day = Number(digits.slice(4, 6));
  return (
    luhnHolds(digits) &&
    isDay(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), day > 60 ? day - 60 : day)
  );
}

/** Sweden's organisationsnummer: third digit from 2, Luhn. */
export function isSeOrganisationsnummer(value: string): boolean {
  const digits = digitsOf(value);
  return /^[1-9][0-9][2-9][0-9]{7}$/.test(digits) && luhnHolds(digits);
}
