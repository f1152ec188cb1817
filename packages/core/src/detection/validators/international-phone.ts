import { isNanp } from './nanp.ts';

/** Country calling codes of ITU-T E.164: those of one and two digits; every other assigned one has three. */
const SHORT = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
const LONG =
  /^(?:2(?:1[1-368]|[2-6][0-9]|9[0-17-9])|3(?:5[0-9]|7[0-8]|8[0-3]|8[5-79])|42[013]|5(?:0[0-9]|9[0-9])|6(?:7[02-9]|8[0-35-9]|9[0-2])|8(?:00|08|5[02356]|7[08]|8[0-368])|9(?:6[0-8]|7[0-79]|9[2-68]))/;

/** A number in international form (ITU-T E.164): `+`, an assigned country code, 7 to 15 digits in all. */
export function isInternationalPhone(value: string): boolean {
  const digits = value.replace(/(?:ext|x|#).*$/i, '').replace(/[^0-9]/g, '');
  if (digits.length < 7 || digits.length > 15) return false;
  if (digits.startsWith('1')) return isNanp(digits);
  return digits.length >= 9 ? SHORT.test(digits) || LONG.test(digits) : LONG.test(digits);
}

/** A number in national form with its trunk prefix 0, or in international form with 00: 9 to 15 digits, and no date. */
export function isNationalPhone(value: string): boolean {
  return /^0[0-9]{8,14}$/.test(value.replace(/[^0-9]/g, '')) && !isDate(value);
}

/** A number without any prefix: 8 to 12 digits, neither a date nor an IPv4 address. */
export function isSubscriberPhone(value: string): boolean {
  return (
    /^[1-9][0-9]{7,11}$/.test(value.replace(/[^0-9]/g, '')) &&
    !isDate(value) &&
    !/^[0-9]+(?:\.[0-9]+){3}$/.test(value)
  );
}

function isDate(value: string): boolean {
  return /^(?:[0-9]{1,2}[ ./-][0-9]{1,2}[ ./-](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[ ./-][0-9]{1,2}[ ./-][0-9]{1,2})/.test(
    value,
  );
}
