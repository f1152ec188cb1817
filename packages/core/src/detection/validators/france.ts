import { codeOf } from './digits.ts';

/** Numéro de sécurité sociale (NIR): thirteen characters and the key, 97 less their remainder modulo 97. */
export function isFrNir(value: string): boolean {
  const code = codeOf(value);
  if (!/^[12378][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{6}[0-9]{2}$/.test(code))
    return false;
  const number = code.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - Number(BigInt(number) % 97n) === Number(code.slice(13));
}
