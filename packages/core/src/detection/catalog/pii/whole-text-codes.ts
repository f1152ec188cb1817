import { wholeText } from './shape.ts';

/** Codes of letters and digits, without check characters, as a whole text. */
export const WHOLE_CODE_RULES = [
  wholeText({
    id: 'passport-alone',
    type: 'passport',
    kind: 'passport',
    lead: { class: 'A-Za-z', max: 3 },
    ignoreCase: true,
    // A letter and eight digits; two letters and seven; three and six; India's; Korea's since 2021.
    pattern:
      '[A-SU-Z][0-9]{8}|[A-Z]{2}[0-9]{7}|[A-Z]{3}[0-9]{6}|[A-PR-WY][1-9][0-9]{5}[1-9]|[DGMRS][0-9]{3}[A-Z][0-9]{4}',
    maxLength: 9,
    confidence: 0.5,
    priority: 194,
    source: 'https://www.icao.int/publications/doc-series/doc-9303',
    examples: {
      positive: ['A12345678', 'AAA123456', 'S789A1234', 'j8369854'],
      negative: ['A1234567890', 'B0097650', 'part A12345678', 'A12345678 sold'],
    },
  }),
  wholeText({
    id: 'de-passport-alone',
    type: 'passport',
    kind: 'passport',
    lead: { class: 'CFGHJKLMNPRTVWXYZcfghjklmnprtvwxyz', max: 9 },
    ignoreCase: true,
    pattern: '[CFGHJK](?=[0-9]{0,7}[C-Z])[0-9CFGHJKLMNPRTVWXYZ]{8}[0-9]?',
    maxLength: 10,
    confidence: 0.5,
    validator: 'deDocument',
    source: 'https://www.icao.int/publications/doc-series/doc-9303',
    examples: {
      positive: ['C01X00T47', 'C01X00T478'],
      negative: ['C01X00T479', 'C012345678', 'B01X00T47', 'Nr. C01X00T47'],
    },
  }),
  wholeText({
    id: 'de-identity-card-alone',
    type: 'de_id_card',
    kind: 'national_id',
    lead: { class: 'CFGHJKLMNPRTVWXYZcfghjklmnprtvwxyz', max: 9 },
    ignoreCase: true,
    // Authorities that give out identity cards have numbers from L on; the old series is T and eight digits.
    pattern: '[L-NPRTV-Y](?:(?=[0-9]{0,7}[C-Z])[0-9CFGHJKLMNPRTVWXYZ]{8}|(?<=T)[0-9]{8})[0-9]?',
    maxLength: 10,
    confidence: 0.5,
    validator: 'deDocument',
    source: 'https://www.personalausweisportal.de/',
    examples: {
      positive: ['L01X00T47', 'T220001293', 'l01x00t471'],
      negative: ['T220001294', 'B01X00T47', 'Nr. L01X00T47'],
    },
  }),
  wholeText({
    id: 'de-driving-licence-alone',
    type: 'driver_license',
    kind: 'driver_license',
    lead: { class: 'A-Z', max: 2 },
    pattern: '[A-Z]{1,2}[0-9]{8,9}[0-9A-Z](?<=[0-9A-Z]{11})',
    maxLength: 12,
    confidence: 0.5,
    source: 'https://www.kba.de/',
    examples: {
      positive: ['B0721234551', 'MU123456785'],
      negative: ['12345678901', 'MU12345678', 'Nr. MU123456785'],
    },
  }),
  wholeText({
    id: 'it-driver-licence-alone',
    type: 'it_driver_license',
    kind: 'driver_license',
    lead: { class: 'A-Za-z', max: 2 },
    ignoreCase: true,
    pattern: 'U1[0-9A-Z]{7}[A-Z]|[A-Z]{2}[0-9]{7}[A-Z]',
    maxLength: 10,
    confidence: 0.5,
    source: 'https://www.mit.gov.it/',
    examples: {
      positive: ['U1H00B000C', 'AA1234567B'],
      negative: ['U2H00B000C', 'code U1H00B000C'],
    },
  }),
  wholeText({
    id: 'it-identity-card-alone',
    type: 'it_identity_card',
    kind: 'national_id',
    lead: { class: 'A-Za-z', max: 2 },
    ignoreCase: true,
    pattern: '[A-Z]{2}[0-9]{5}[A-Z]{2}|[0-9]{7}[A-Z]{2}',
    maxLength: 9,
    confidence: 0.5,
    source: 'https://www.cartaidentita.interno.gov.it/',
    examples: {
      positive: ['CA00000AA', '1234567AA'],
      negative: ['CA0000AA', 'code CA00000AA'],
    },
  }),
  wholeText({
    id: 'in-voter-id-alone',
    type: 'in_voter',
    kind: 'national_id',
    lead: { class: 'A-Za-z', max: 3 },
    ignoreCase: true,
    pattern: '[A-Z]{3}[0-9]{7}',
    maxLength: 10,
    confidence: 0.5,
    source: 'https://voters.eci.gov.in/',
    examples: { positive: ['KSD1287349', 'abc1234567'], negative: ['KSD128734', 'id KSD1287349'] },
  }),
  wholeText({
    id: 'sg-uen-alone',
    type: 'sg_uen',
    kind: 'tax_id',
    lead: { class: 'RST', max: 1 },
    pattern: '[0-9]{8}[A-Z]|(?:19|20)[0-9]{7}[A-Z]|[RST][0-9]{2}[A-Z]{2}[0-9]{4}[A-Z]',
    maxLength: 10,
    confidence: 0.5,
    priority: 197,
    source: 'https://www.uen.gov.sg/',
    examples: {
      positive: ['53125226D', 'T16RF0037C', '201812345E'],
      negative: ['5312522D', 'no 53125226D'],
    },
  }),
  wholeText({
    id: 'vehicle-registration-alone',
    type: 'license_plate',
    kind: 'vehicle',
    lead: { class: 'A-Za-z-', max: 4 },
    ignoreCase: true,
    pattern: [
      // United Kingdom since 2001: no I or Q in the area, no I or Q in the last three, no year 00 or 01.
      '[A-HJ-PR-Y]{2}(?:0[2-9]|[1-9][0-9]) ?[A-HJ-PR-Z]{3}',
      // From 1983.
      '[A-HJ-NPR-TV-Y][0-9]{1,3} [A-HJ-PR-Y]{3}',
      // India.
      '(?:A[NPRS]|BR|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|O[DR]|P[BY]|RJ|SK|T[NRS]|U[KPT]|WB)[ -]?[0-9]{2}[ -]?[A-Z]{1,3}[ -]?[0-9]{4}',
      // Nigeria, Turkey.
      '[A-Z]{3}-?[0-9]{3}[ -]?[A-Z]{2}|(?:0[1-9]|[1-7][0-9]|8[01]) [A-Z]{1,3} [0-9]{2,5}',
    ].join('|'),
    maxLength: 15,
    confidence: 0.5,
    source: 'https://www.gov.uk/displaying-number-plates',
    examples: {
      positive: ['AB51 ABC', 'A123 BCD', 'GJ09AB1234', 'app-456cv', '34 AB 1234'],
      negative: ['IB51 ABC', 'AB00 ABC', 'AB51 AIB', 'GJ09AB1234 sold', 'the GJ09AB1234'],
    },
  }),
  wholeText({
    id: 'vehicle-registration-spaced-alone',
    type: 'license_plate',
    kind: 'vehicle',
    lead: { class: 'A-ZÄÖÜ -', max: 8 },
    pattern: [
      // Germany, with a blank or dash after the district.
      '[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]?[1-9][0-9]{0,3}[EH]?',
      // United Kingdom from 1963; Nigeria, India.
      '[A-HJ-PR-Y]{3} [0-9]{1,3}[A-HJ-NPR-TV-Y]|[A-Z]{3} [0-9]{3}[ -]?[A-Z]{2}|[A-Z]{2} [0-9]{2} [A-Z]{1,3} [0-9]{4}',
    ].join('|'),
    maxLength: 14,
    confidence: 0.5,
    source: 'https://www.gesetze-im-internet.de/fzv_2023/',
    examples: {
      positive: ['B AB 1234', 'MIL-E 1234', 'ABC 1D', 'APP 456CV'],
      negative: ['BAB1234', 'the B AB 1234', 'B AB 0123', 'AB-1234CD'],
    },
  }),
  wholeText({
    id: 'uk-postcode-alone',
    type: 'uk_postcode',
    kind: 'address',
    lead: { class: 'A-Za-z', max: 3 },
    ignoreCase: true,
    pattern: '(?:GIR0AA|[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNPR-Y]?[0-9][ABD-HJLNP-UW-Z]{2})',
    maxLength: 8,
    confidence: 0.5,
    source: 'https://www.ons.gov.uk/methodology/geography/ukgeographies/postalgeography',
    examples: {
      positive: ['GIR0AA', 'SW1A1AA', 'm601nw'],
      negative: ['SW1A1AA1', 'QA11AA', 'in SW1A1AA'],
    },
  }),
];
