/** Check digits of identifiers, written from the standards, apart from the validators that are measured. */

const digitsOf = (text) => [...text].map(Number);

/** The sum of the digits, each times its weight. */
export function weighted(text, weights) {
  return digitsOf(text).reduce((sum, digit, index) => sum + digit * weights[index], 0);
}

/** The Luhn digit that has to follow (ISO/IEC 7812-1, annex B). */
export function luhn(body) {
  const sum = digitsOf(body)
    .reverse()
    .reduce((total, digit, index) => {
      const doubled = index % 2 === 0 ? digit * 2 : digit;
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** The digit of ISO 7064 MOD 11,10 that has to follow. */
export function mod1110(body) {
  let product = 10;
  for (const digit of digitsOf(body)) {
    const sum = (digit + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

/** The character of ISO 7064 MOD 11-2 that has to follow. */
export function mod112(body) {
  const sum = digitsOf(body).reduce((total, digit) => ((total + digit) * 2) % 11, 0);
  const check = (12 - sum) % 11;
  return check === 10 ? 'X' : String(check);
}

/** What is left when a decimal number of any length is divided. */
export function remainder(decimal, by) {
  return digitsOf(decimal).reduce((rest, digit) => (rest * 10 + digit) % by, 0);
}

/** The two check digits of an IBAN (ISO 13616). */
export function ibanCheck(country, account) {
  const numeric = [...`${account}${country}00`]
    .map((character) => String(parseInt(character, 36)))
    .join('');
  return String(98 - remainder(numeric, 97)).padStart(2, '0');
}

const VERHOEFF_D = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const VERHOEFF_P = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];
const VERHOEFF_INVERSE = '0432156789';

/** The Verhoeff digit that has to follow. */
export function verhoeff(body) {
  const check = digitsOf(body)
    .reverse()
    .reduce((c, digit, index) => Number(VERHOEFF_D[c][VERHOEFF_P[(index + 1) % 8][digit]]), 0);
  return VERHOEFF_INVERSE[check];
}

/** The check digit of machine readable documents (ICAO 9303): weights 7, 3, 1. */
export function icao(body) {
  const sum = [...body].reduce(
    (total, character, index) => total + parseInt(character, 36) * [7, 3, 1][index % 3],
    0,
  );
  return String(sum % 10);
}
