/** The digits of a printed number: blanks, dots, dashes and slashes dropped; `''` when it holds anything else. */
export function digitsOf(value: string): string {
  const digits = value.replace(/[\s./\u2010-\u2015-]/g, '');
  return /^[0-9]+$/.test(digits) ? digits : '';
}

/** Letters and digits of a printed code in upper case: blanks, dots, dashes and slashes dropped. */
export function codeOf(value: string): string {
  return value.replace(/[\s./\u2010-\u2015-]/g, '').toUpperCase();
}

/** Sum of each digit times its weight; weights repeat when there are fewer of them than digits. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    sum += Number(digits[index]) * (weights[index % weights.length] ?? 0);
  }
  return sum;
}

/** Whether one digit is repeated throughout, as in a filler such as `1111111111`. */
export function isOneDigit(digits: string): boolean {
  return digits !== '' && digits === digits.charAt(0).repeat(digits.length);
}
