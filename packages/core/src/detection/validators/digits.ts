/** Blanks, dots, dashes and slashes, which group printed digits. */
function isJoint(code: number): boolean {
  if (code < 0x80)
    return code === 0x20 || (code >= 0x2d && code <= 0x2f) || (code >= 9 && code <= 13);
  return (
    code === 0xa0 ||
    code === 0x202f ||
    (code >= 0x2000 && code <= 0x200a) ||
    (code >= 0x2010 && code <= 0x2015)
  );
}

/** The digits of a printed number: blanks, dots, dashes and slashes dropped; `''` when it holds anything else. */
export function digitsOf(value: string): string {
  let digits = '';
  let from = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) continue;
    if (!isJoint(code)) return '';
    digits += value.slice(from, index);
    from = index + 1;
  }
  return from === 0 ? value : digits + value.slice(from);
}

/** Letters and digits of a printed code in upper case: blanks, dots, dashes and slashes dropped. */
export function codeOf(value: string): string {
  return value.replace(/[\s./\u2010-\u2015-]/g, '').toUpperCase();
}

/** Sum of each digit times its weight; weights repeat when there are fewer of them than digits. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    sum += (digits.charCodeAt(index) - 0x30) * (weights[index % weights.length] ?? 0);
  }
  return sum;
}

/** Whether one digit is repeated throughout, as in a filler such as `1111111111`. */
export function isOneDigit(digits: string): boolean {
  const first = digits.charCodeAt(0);
  for (let index = 1; index < digits.length; index++) {
    if (digits.charCodeAt(index) !== first) return false;
  }
  return digits !== '';
}
