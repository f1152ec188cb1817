import { national } from './shape.ts';

/** Numbers of South Africa, Nigeria and Israel. */
export const AFRICA_ISRAEL_RULES = [
  national({
    id: 'za-identity-number',
    type: 'za_id_number',
    kind: 'national_id',
    near: 'sa id|id number|identity number|south african id|identity document',
    pattern: '[0-9]{2}[01][0-9][0-3][0-9] ?[0-9]{4} ?[0-9]{3}',
    maxLength: 15,
    validator: 'zaId',
    source: 'https://www.dha.gov.za/',
    examples: {
      positive: ['ID number 8001015009087', 'South African ID: 800101 5009 087'],
      negative: ['ID number 8001015009088', 'ref 8001015009087'],
    },
  }),
  national({
    id: 'ng-nin',
    type: 'ng_nin',
    kind: 'national_id',
    near: 'nin|national identification number|nimc',
    pattern: '[0-9]{11}',
    maxLength: 11,
    source: 'https://nimc.gov.ng/',
    examples: {
      positive: ['NIN 12345678901', 'National Identification Number: 70123456789'],
      negative: ['12345678901', 'NIN 1234567890'],
    },
  }),
  national({
    id: 'ng-vehicle-registration',
    type: 'license_plate',
    kind: 'vehicle',
    near: 'plate|plates|vehicle|registration|car',
    lead: { class: 'A-Z -', max: 5 },
    spaced: true,
    pattern: '[A-Z]{3}[ -]?[0-9]{3}[ -]?[A-Z]{2}',
    maxLength: 11,
    confidence: 0.55,
    source: 'https://frsc.gov.ng/',
    examples: {
      positive: ['Plates: APP-456CV', 'vehicle KJA 999PZ'],
      negative: ['APP-456CV', 'plate AP-456CV'],
    },
  }),
  national({
    id: 'il-national-id',
    type: 'il_national_id',
    kind: 'national_id',
    near: 'teudat zehut|תעודת זהות|ת.ז|israeli id',
    pattern: '[0-9]{9}',
    maxLength: 9,
    validator: 'ilNationalId',
    source: 'https://www.gov.il/en/departments/population_and_immigration_authority',
    examples: {
      positive: ['תעודת זהות 123456782', 'Israeli ID: 000000018'],
      negative: ['Israeli ID 123456783', 'id 123456782'],
    },
  }),
];
