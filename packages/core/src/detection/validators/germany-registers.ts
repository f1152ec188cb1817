import { codeOf, weightedSum } from './digits.ts';

/** Lebenslange Arztnummer: seventh digit completes the first six, weighted 4 and 9, to a multiple of ten; then the speciality. */
export function isDeLanr(value: string): boolean {
  if (!/^[0-9]{9}$/.test(value) || value.endsWith('00')) return false;
  return (10 - (weightedSum(value.slice(0, 6), [4, 9]) % 10)) % 10 === Number(value[6]);
}

/** Number of a German passport or identity card: nine characters, and the check digit of ICAO Doc 9303 where a tenth is printed. */
export function isDeDocument(value: string): boolean {
  const code = codeOf(value);
  if (!/^[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}[0-9]?$/.test(code)) return false;
  if (!/[0-9]/.test(code)) return false;
  if (code.length === 9) return true;
  let sum = 0;
  for (let index = 0; index < 9; index++) {
    sum += Number.parseInt(code.charAt(index), 36) * ([7, 3, 1][index % 3] ?? 0);
  }
  return sum % 10 === Number(code[9]);
}
