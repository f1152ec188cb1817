import { isDay } from './birth-date.ts';
import { codeOf } from './digits.ts';

function digitSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  weights.forEach((weight, index) => {
    const product = Number(digits[index]) * weight;
    sum += Math.floor(product / 10) + (product % 10);
  });
  return sum;
}

function letterNumber(letter: string): string {
  return String(letter.charCodeAt(0) - 64).padStart(2, '0');
}

/** Krankenversichertennummer: letter, eight digits, check digit. */
export function isDeHealthInsurance(value: string): boolean {
  const match = /^([A-Z])([0-9]{8})([0-9])$/.exec(codeOf(value));
  if (match === null) return false;
  const [, letter = '', number = '', check = ''] = match;
  return (
    digitSum(letterNumber(letter) + number, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 === Number(check)
  );
}

/** Rentenversicherungsnummer: area, date of birth, initial, number, check digit. */
export function isDeSocialSecurity(value: string): boolean {
  const match = /^([0-9]{2})([0-9]{6})([A-Z])([0-9]{2})([0-9])$/.exec(codeOf(value));
  if (match === null) return false;
  const [, area = '', date = '', letter = '', number = '', check = ''] = match;
  const day = Number(date.slice(0, 2));
  if (!isDay(Number(date.slice(4)), Number(date.slice(2, 4)), day > 50 ? day - 50 : day))
    return false;
  const digits = area + date + letterNumber(letter) + number;
  return digitSum(digits, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 === Number(check);
}
