import { isDdmmyy } from './birth-date.ts';

/** Finland's henkilötunnus: date, sign of the century, number, check character modulo 31. */
export function isFiHetu(value: string): boolean {
  const match = /^([0-9]{6})[+\-A-FU-Y]([0-9]{3})([0-9A-Y])$/.exec(value.toUpperCase());
  if (match === null) return false;
  const [, date = '', number = '', check = ''] = match;
  return (
    isDdmmyy(date) && '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(date + number) % 31) === check
  );
}
