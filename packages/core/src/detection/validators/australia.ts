import { digitsOf, isOneDigit, weightedSum } from './digits.ts';

/** Tax File Number: nine digits, weighted sum divisible by 11. */
export function isAuTfn(value: string): boolean {
  const digits = digitsOf(value);
  return (
    digits.length === 9 &&
    !isOneDigit(digits) &&
    weightedSum(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
  );
}

/** Australian Business Number: eleven digits, weighted sum after taking one from the first divisible by 89. */
export function isAuAbn(value: string): boolean {
  const digits = digitsOf(value);
  const sum = weightedSum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10;
  return /^[1-9][0-9]{10}$/.test(digits) && sum % 89 === 0;
}

/** Australian Company Number: nine digits, the last one completes the weighted sum to a multiple of ten. */
export function isAuAcn(value: string): boolean {
  const digits = digitsOf(value);
  return (
    digits.length === 9 &&
    !isOneDigit(digits) &&
    weightedSum(digits, [8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0
  );
}

/** Medicare card number: ten or eleven digits, the ninth checks the eight before it. */
export function isAuMedicare(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^[2-6][0-9]{9,10}$/.test(digits) || digits[9] === '0') return false;
  return weightedSum(digits.slice(0, 8), [1, 3, 7, 9]) % 10 === Number(digits[8]);
}
