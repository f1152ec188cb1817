import { codeOf, digitsOf, weightedSum } from './digits.ts';

/** Chile's RUT: up to eight digits and a check character modulo 11, `K` for ten. */
export function isClRut(value: string): boolean {
  const match = /^([0-9]{7,8})([0-9K])$/.exec(codeOf(value));
  if (match === null) return false;
  const [, number = '', check = ''] = match;
  const sum = weightedSum(Array.from(number).reverse().join(''), [2, 3, 4, 5, 6, 7]);
  return '0123456789K0'.charAt(11 - (sum % 11)) === check;
}

/** Argentina's CUIT or CUIL: eleven digits, the last one modulo 11. */
export function isArCuit(value: string): boolean {
  const digits = digitsOf(value);
  if (!/^(?:2[03-7]|3[034])[0-9]{9}$/.test(digits)) return false;
  const rest = weightedSum(digits.slice(0, 10), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return rest !== 1 && (11 - rest) % 11 === Number(digits[10]);
}

const CURP = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

/** Mexico's CURP: eighteen characters, the last one modulo 10 of the weighted others. */
export function isMxCurp(value: string): boolean {
  const code = codeOf(value);
  if (
    !/^[A-Z][AEIOUX][A-Z]{2}[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][HMX][A-Z]{5}[0-9A-Z][0-9]$/.test(
      code,
    )
  )
    return false;
  let sum = 0;
  for (let index = 0; index < 17; index++) sum += CURP.indexOf(code.charAt(index)) * (18 - index);
  return (10 - (sum % 10)) % 10 === Number(code[17]);
}
