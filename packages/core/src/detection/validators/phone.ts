import { isNanp } from './nanp.ts';
import { type NumberingPlan, planOf, plansBehind } from './numbering-plan.ts';

/** Countries whose numbers are known without their calling code: those with the most telephones. */
const COUNTRIES = (
  'GB FR NL BE CH AT SE FI IE IT ES PT PL CZ GR RO HU UA RU NO DK TR IL AE SA EG ZA NG KE IN PK BD CN JP ' +
  'KR TH VN ID MY PH SG HK TW AU NZ BR AR CO CL PE MX DE'
).split(' ');

/** Those whose numbers of any length and beginning exist: without a prefix, theirs say nothing. */
const OPEN_PLANS = new Set(['DE', 'AT', 'ID']);

/** Digits of a phone number, its extension left out. */
function digitsOfPhone(value: string): string {
  return value.replace(/(?:ext|x|#).*$/i, '').replace(/[^0-9]/g, '');
}

/** Whether the number, its trunk prefix allowed, is one of the plan. */
function belongs({ numbers, trunkPrefix }: NumberingPlan, number: string): boolean {
  return (
    numbers.test(number) ||
    (trunkPrefix !== '' &&
      number.startsWith(trunkPrefix) &&
      numbers.test(number.slice(trunkPrefix.length)))
  );
}

/** A number in international form (ITU-T E.164): `+`, an assigned country code, a number of that country. */
export function isInternationalPhone(value: string): boolean {
  const digits = digitsOfPhone(value);
  if (digits.length < 7 || digits.length > 16) return false;
  if (digits.startsWith('1')) return isNanp(digits);
  for (let length = 1; length <= 3; length++) {
    const number = digits.slice(length);
    if (plansBehind(digits.slice(0, length)).some((plan) => belongs(plan, number))) return true;
  }
  return false;
}

/** A number of some country with its trunk prefix 0, or in international form with 00: 9 to 15 digits, and no date. */
export function isNationalPhone(value: string): boolean {
  const digits = digitsOfPhone(value);
  if (!/^0[0-9]{8,14}$/.test(digits) || isDate(value)) return false;
  if (digits.startsWith('00')) return isInternationalPhone(digits.slice(2));
  return COUNTRIES.some((country) => {
    const plan = planOf(country);
    if (plan === undefined) return false;
    return plan.trunkPrefix === '0'
      ? plan.numbers.test(digits.slice(1))
      : plan.numbers.test(digits);
  });
}

/** A number of some country without any prefix: 8 to 12 digits, neither a date nor an IPv4 address. */
export function isSubscriberPhone(value: string): boolean {
  const digits = digitsOfPhone(value);
  return (
    /^[1-9][0-9]{7,11}$/.test(digits) &&
    !isDate(value) &&
    !/^[0-9]+(?:\.[0-9]+){3}$/.test(value) &&
    COUNTRIES.some(
      (country) => !OPEN_PLANS.has(country) && planOf(country)?.numbers.test(digits) === true,
    )
  );
}

/** A number in international form whose `+` was left out: eleven digits at least. */
function isBareInternational(value: string): boolean {
  return digitsOfPhone(value).length > 10 && isInternationalPhone(value);
}

/** A phone number in any of these forms. */
export function isPhone(value: string): boolean {
  if (value.startsWith('+')) return isInternationalPhone(value);
  return (
    isNanp(value) ||
    isNationalPhone(value) ||
    isSubscriberPhone(value) ||
    isBareInternational(value)
  );
}

function isDate(value: string): boolean {
  return /^(?:[0-9]{1,2}[ ./-][0-9]{1,2}[ ./-](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[ ./-][0-9]{1,2}[ ./-][0-9]{1,2})/.test(
    value,
  );
}
