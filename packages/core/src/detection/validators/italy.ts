import { codeOf, digitsOf, isOneDigit } from './digits.ts';
import { luhnHolds } from './luhn.ts';

/** What a character in an odd place counts, digits and letters alike by their place in the alphabet. */
const ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Codice fiscale of a person: sixteen characters, the last one modulo 26. */
export function isItCodiceFiscale(value: string): boolean {
  const code = codeOf(value);
  if (
    !/^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/.test(
      code,
    )
  )
    return false;
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const place = /[0-9]/.test(code.charAt(index))
      ? Number(code[index])
      : code.charCodeAt(index) - 65;
    sum += index % 2 === 0 ? (ODD[place] ?? 0) : place;
  }
  return code.charCodeAt(15) - 65 === sum % 26;
}

/** Partita IVA: eleven digits, Luhn. */
export function isItVat(value: string): boolean {
  const digits = digitsOf(value);
  return digits.length === 11 && !isOneDigit(digits) && luhnHolds(digits);
}
