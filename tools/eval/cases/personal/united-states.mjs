/** Identifiers of the United States. Check digits are as their standards ask. */
import { luhn, weighted } from '../check-digits.mjs';
import { ALNUM, LOWER, UPPER } from '../seeded.mjs';

const ssn = (r) => [r.int(101, 664), r.int(10, 98), r.int(1001, 9998)];
const mbi = (r) => {
  const letter = () => r.string('ACDEFGHJKMNPQRTUVWXY', 1);
  const either = () => r.string('0123456789ACDEFGHJKMNPQRTUVWXY', 1);
  return `${r.int(1, 9)}${letter()}${either()}${r.digits(1)}-${letter()}${either()}${r.digits(1)}-${letter()}${letter()}${r.digits(2)}`;
};

export const UNITED_STATES = [
  {
    type: 'ssn',
    make: (r) => ssn(r).join('-'),
    wrong: (r) =>
      r.pick([
        () => `000-${r.int(10, 98)}-${r.int(1001, 9998)}`,
        () => `${r.int(101, 664)}-00-${r.int(1001, 9998)}`,
        () => `666-${r.int(10, 98)}-${r.int(1001, 9998)}`,
      ])(),
    sentences: [
      'SSN: {v}',
      'My social security number is {v} and I was born in Ohio.',
      '{"first": "Ann", "ssn": "{v}"}',
      '| Ann Hill | {v} | Columbus |',
    ],
    talk: 'Never send your social security number by e-mail.',
  },
  {
    type: 'itin',
    make: (r) => `9${r.digits(2)}-${r.pick([70, 78, 82, 91, 95])}-${r.int(1001, 9998)}`,
    wrong: (r) => `9${r.digits(2)}-${r.pick([12, 23, 34, 45])}-${r.int(1001, 9998)}`,
    sentences: ['ITIN: {v}', 'He files with the taxpayer id {v}.', '{"itin": "{v}"}'],
    talk: 'An ITIN is issued to those who cannot get an SSN.',
  },
  {
    type: 'ein',
    make: (r) => `${r.pick(['12', '36', '47', '83'])}-${r.digits(7)}`,
    wrong: (r) => `${r.pick(['07', '89'])}-${r.digits(7)}`,
    sentences: ['EIN: {v}', 'Employer Identification Number {v}', '{"employer_ein": "{v}"}'],
    talk: 'Apply for an EIN on the website of the IRS.',
  },
  {
    type: 'driver_license',
    make: (r) =>
      r.pick([
        () => `${r.string(UPPER, 1)}${r.digits(7)}`,
        () => `${r.string(UPPER, 1)}${r.digits(3)}-${r.digits(4)}-${r.digits(4)}`,
        () => `${r.string(UPPER, 1)}${r.digits(12)}`,
      ])(),
    wrong: (r) => r.string(LOWER, 4),
    sentences: [
      "Driver's license: {v} (CA)",
      "driver's license number {v}, Illinois",
      '{"drivers_license": "{v}"}',
    ],
    talk: "You need a driver's license and a credit card to rent a car.",
  },
  {
    type: 'passport',
    make: (r) =>
      r.pick([
        () => r.digits(9),
        () => `${r.string('ACEFGHJK', 1)}${r.digits(8)}`,
        () => `C${r.string('0123456789CFGHJKLMNPRTVWXYZ', 8)}`,
      ])(),
    wrong: (r) => r.string(LOWER, 5),
    sentences: [
      'Passport number: {v}',
      'Traveller A. Novak, passport no. {v}, expires 2031',
      '{"passport_number": "{v}"}',
      'Reisepass Nr. {v}',
    ],
    talk: 'Your passport must be valid for six more months.',
  },
  {
    type: 'npi',
    make: (r) => {
      const body = `1${r.digits(8)}`;
      return body + luhn(`80840${body}`);
    },
    wrong: (r) => {
      const body = `1${r.digits(8)}`;
      return body + String((Number(luhn(`80840${body}`)) + 3) % 10);
    },
    sentences: ['NPI: {v}', 'Rendering provider NPI {v}', '{"provider_npi": "{v}"}'],
    talk: 'Every provider has an NPI.',
  },
  {
    type: 'mbi',
    make: mbi,
    wrong: (r) => `${r.int(1, 9)}SLO-${r.digits(3)}-${r.digits(4)}`,
    sentences: [
      'MBI: {v}',
      'Medicare beneficiary {v} was discharged on Monday.',
      '{"medicare_id": "{v}"}',
    ],
    talk: 'Medicare cards carry a beneficiary identifier.',
  },
  {
    type: 'dea',
    make: (r) => {
      const body = r.digits(6);
      const sum = weighted(body, [1, 2, 1, 2, 1, 2]);
      return `${r.pick([...'ABFM'])}${r.string(UPPER, 1)}${body}${sum % 10}`;
    },
    wrong: (r) => {
      const body = r.digits(6);
      const sum = weighted(body, [1, 2, 1, 2, 1, 2]);
      return `${r.pick([...'ABFM'])}${r.string(UPPER, 1)}${body}${(sum + 3) % 10}`;
    },
    sentences: ['DEA number: {v}', 'Prescriber DEA {v}', '{"dea_number": "{v}"}'],
    talk: 'Controlled substances need a DEA registration.',
  },
  {
    type: 'mrn',
    make: (r) => r.pick([() => r.digits(8), () => `MR${r.digits(7)}`, () => r.digits(7)])(),
    wrong: (r) => r.string(LOWER, 6),
    sentences: [
      'MRN: {v}',
      'Medical record number {v}, admitted with chest pain',
      '{"mrn": "{v}", "ward": "C"}',
      'patient (MRN {v}) was transferred',
    ],
    talk: 'The medical record was updated after the visit.',
  },
  {
    type: 'health_member_id',
    make: (r) =>
      r.pick([
        () => `XYZ${r.digits(9)}`,
        () => `W${r.digits(9)}`,
        () => `${r.string(UPPER, 3)}${r.digits(8)}`,
      ])(),
    wrong: (r) => r.string(LOWER, 5),
    sentences: [
      'Member ID: {v} (health plan)',
      'health insurance member id {v}',
      '{"insurance_member_id": "{v}"}',
    ],
    talk: 'Show your member card at the front desk of the clinic.',
  },
  {
    type: 'account',
    make: (r) => r.digits(r.int(9, 12)),
    wrong: (r) => r.string(ALNUM.toLowerCase().replace(/\d/g, ''), 6),
    sentences: [
      'Bank account number: {v}',
      'Please wire it to account no. {v} at First National.',
      '{"bank_account_number": "{v}"}',
    ],
    talk: 'Open a bank account online in ten minutes.',
  },
  {
    type: 'aba_routing',
    make: (r) => {
      const body = `${r.pick(['02', '11', '26', '32'])}${r.digits(6)}`;
      return `${body}${(10 - (weighted(body, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10}`;
    },
    wrong: (r) => {
      const body = `02${r.digits(6)}`;
      return `${body}${(13 - (weighted(body, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10}`;
    },
    sentences: ['Routing number: {v}', 'ABA {v}, checking', '{"routing_number": "{v}"}'],
    talk: 'The routing number is printed at the bottom of a check.',
  },
];
