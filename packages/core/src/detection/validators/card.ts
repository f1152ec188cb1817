import { digitsOf, isOneDigit } from './digits.ts';
import { luhnHolds } from './luhn.ts';

/** Issuer ranges as `[from, to, lengths]`, compared with as many leading digits as `from` has. */
const ISSUERS: readonly (readonly [from: string, to: string, lengths: readonly number[]])[] = [
  ['4', '4', [13, 16, 19]], // Visa
  ['51', '55', [16]], // Mastercard
  ['2221', '2720', [16]], // Mastercard, 2-series
  ['34', '34', [15]], // American Express
  ['37', '37', [15]],
  ['6011', '6011', [16, 19]], // Discover
  ['644', '659', [16, 19]],
  ['622126', '622925', [16, 19]],
  ['300', '305', [14, 16, 19]], // Diners Club
  ['3095', '3095', [14, 16, 19]],
  ['36', '36', [14, 16, 19]],
  ['38', '39', [14, 16, 19]],
  ['3528', '3589', [16, 17, 18, 19]], // JCB
  ['1800', '1800', [15]],
  ['2131', '2131', [15]],
  ['62', '62', [16, 17, 18, 19]], // UnionPay
  ['2200', '2204', [16, 17, 18, 19]], // Mir
  ['5018', '5018', [12, 13, 14, 15, 16, 17, 18, 19]], // Maestro
  ['5020', '5020', [12, 13, 14, 15, 16, 17, 18, 19]],
  ['5038', '5038', [12, 13, 14, 15, 16, 17, 18, 19]],
  ['5893', '5893', [12, 13, 14, 15, 16, 17, 18, 19]],
  ['6304', '6304', [12, 13, 14, 15, 16, 17, 18, 19]],
  ['6759', '6763', [12, 13, 14, 15, 16, 17, 18, 19]],
  ['56', '58', [16, 17, 18, 19]],
  ['67', '67', [16, 17, 18, 19]],
  ['636297', '636297', [16]], // Elo
  ['636368', '636368', [16]],
  ['5067', '5067', [16]],
  ['509', '509', [16]],
  ['606282', '606282', [16]], // Hipercard
  ['5019', '5019', [16]], // Dankort
  ['6521', '6522', [16]], // RuPay
  ['508', '508', [16]],
  ['9792', '9792', [16]], // Troy
];

/** A payment card number (ISO/IEC 7812-1): known issuer range, a length that the issuer uses, and Luhn's check digit. */
export function isCard(value: string): boolean {
  const digits = digitsOf(value);
  if (isOneDigit(digits) || !luhnHolds(digits)) return false;
  return ISSUERS.some(([from, to, lengths]) => {
    const head = digits.slice(0, from.length);
    return head >= from && head <= to && lengths.includes(digits.length);
  });
}
