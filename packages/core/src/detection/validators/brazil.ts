import { digitsOf, isOneDigit, weightedSum } from './digits.ts';

function checkDigit(digits: string, weights: readonly number[]): number {
  const rest = weightedSum(digits, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** Cadastro de Pessoas Físicas: eleven digits, two of them check digits. */
export function isCpf(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 11 || isOneDigit(digits)) return false;
  return (
    checkDigit(digits.slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[9]) &&
    checkDigit(digits.slice(0, 10), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[10])
  );
}

/** Cadastro Nacional da Pessoa Jurídica: fourteen digits, two of them check digits. */
export function isCnpj(value: string): boolean {
  const digits = digitsOf(value);
  if (digits.length !== 14 || isOneDigit(digits)) return false;
  return (
    checkDigit(digits.slice(0, 12), [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[12]) &&
    checkDigit(digits.slice(0, 13), [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[13])
  );
}
