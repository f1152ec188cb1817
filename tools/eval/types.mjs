/** What the labels of other people's rows are called here. */

/** The label of a row → the wire types that answer it. A label that is itself a wire type needs no line. */
const WIRE_TYPES = {
  credit_card: ['card'],
  crypto: ['crypto_address'],
  date_of_birth: ['dob'],
  de_fuehrerschein: ['driver_license'],
  de_kfz: ['license_plate'],
  de_passport: ['passport'],
  email_address: ['email'],
  es_passport: ['passport'],
  iban_code: ['iban'],
  in_passport: ['passport'],
  in_vehicle_registration: ['license_plate'],
  ip_address: ['ip'],
  it_passport: ['passport'],
  kr_passport: ['passport'],
  mac_address: ['mac'],
  medical_license: ['dea'],
  ng_vehicle_registration: ['license_plate'],
  ph_mobile_number: ['phone'],
  phone_number: ['phone'],
  street_address: ['address'],
  tr_license_plate: ['license_plate'],
  tr_phone_number: ['phone'],
  uk_passport: ['passport'],
  uk_vehicle_registration: ['license_plate'],
  us_bank: ['account'],
  us_driver_license: ['driver_license'],
  us_itin: ['itin'],
  us_mbi: ['mbi'],
  us_npi: ['npi'],
  us_passport: ['passport'],
  us_ssn: ['ssn'],
  zip_code: ['address', 'uk_postcode'],
};

/** What has no form of its own: only a model of language can find it. */
const NOT_BY_RULES = new Set(['person', 'gpe', 'organization', 'title', 'nrp', 'age', 'location']);

/** Only partly a matter of form; has a figure of its own. */
const PARTLY_BY_RULES = new Set(['street_address', 'zip_code']);

/**
 * How a label of personal data is scored.
 *
 * @param label of a row or span, in any case
 * @param known the wire types that the catalogue has
 * @returns `{ types, part }`: `part` is `scored`, `address` (a figure of its own), `not-by-rules` (names,
 * places) or `not-looked-for` (no detector: dates, web addresses)
 */
export function wireTypesOf(label, known) {
  const name = label.toLowerCase();
  if (NOT_BY_RULES.has(name)) return { types: [], part: 'not-by-rules' };
  const types = (WIRE_TYPES[name] ?? [name]).filter((type) => known.has(type));
  if (types.length === 0) return { types, part: 'not-looked-for' };
  return { types, part: PARTLY_BY_RULES.has(name) ? 'address' : 'scored' };
}
