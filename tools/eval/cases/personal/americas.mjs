/** Identifiers of the Americas, with the check digits that their standards ask for. */
import { luhn, weighted } from '../check-digits.mjs';
import { ALNUM, DIGITS, LOWER, UPPER } from '../seeded.mjs';
import { birth } from './dates.mjs';

const upperAlnum = DIGITS + UPPER;

function cpf(random) {
  const body = random.digits(9);
  const digit = (text, weights) => {
    const rest = (weighted(text, weights) * 10) % 11;
    return rest === 10 ? 0 : rest;
  };
  const first = digit(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]);
  const second = digit(`${body}${first}`, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return { body, first, second };
}

function cnpj(random) {
  const body = `${random.digits(8)}0001`;
  const digit = (text, weights) => {
    const rest = weighted(text, weights) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  const first = digit(body, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
  const second = digit(`${body}${first}`, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
  return { body, first, second };
}

const CURP = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

function curp(random) {
  const { yy, mm, dd } = birth(random, 1960, 1999);
  const body = `${random.string('GHLMRS', 1)}${random.pick([...'AEIOU'])}${random.string('CDGLMR', 2)}${yy}${mm}${dd}${random.pick(['H', 'M'])}${random.pick(['DF', 'JC', 'NL', 'PL'])}${random.string('BCDFGLMNRST', 3)}0`;
  const sum = [...body].reduce((total, c, index) => total + CURP.indexOf(c) * (18 - index), 0);
  return { body, check: (10 - (sum % 10)) % 10 };
}

const ssn = (r) => [r.int(101, 664), r.int(10, 98), r.int(1001, 9998)];
const mbi = (r) => {
  const letter = () => r.string('ACDEFGHJKMNPQRTUVWXY', 1);
  const either = () => r.string('0123456789ACDEFGHJKMNPQRTUVWXY', 1);
  return `${r.int(1, 9)}${letter()}${either()}${r.digits(1)}-${letter()}${either()}${r.digits(1)}-${letter()}${letter()}${r.digits(2)}`;
};

export const AMERICAS = [
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
    type: 'ca_sin',
    make: (r) => {
      const body = `${r.int(1, 7)}${r.digits(7)}`;
      return (body + luhn(body)).replace(/^(...)(...)(...)$/, '$1-$2-$3');
    },
    wrong: (r) => {
      const body = `${r.int(1, 7)}${r.digits(7)}`;
      return (body + String((Number(luhn(body)) + 3) % 10)).replace(
        /^(...)(...)(...)$/,
        '$1-$2-$3',
      );
    },
    sentences: [
      'SIN: {v}',
      'Social Insurance Number {v} (Canada)',
      "Numéro d'assurance sociale : {v}",
    ],
    talk: 'Service Canada issues the social insurance number.',
  },
  {
    type: 'br_cpf',
    make: (r) => {
      const { body, first, second } = cpf(r);
      return `${body}${first}${second}`.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
    },
    wrong: (r) => {
      const { body, first, second } = cpf(r);
      return `${body}${first}${(second + 3) % 10}`.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
    },
    sentences: ['CPF: {v}', 'O CPF do cliente é {v}.', '{"cpf": "{v}"}'],
    talk: 'Informe o CPF na nota.',
  },
  {
    type: 'br_cnpj',
    make: (r) => {
      const { body, first, second } = cnpj(r);
      return `${body}${first}${second}`.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
    },
    wrong: (r) => {
      const { body, first, second } = cnpj(r);
      return `${body}${first}${(second + 3) % 10}`.replace(
        /^(..)(...)(...)(....)(..)$/,
        '$1.$2.$3/$4-$5',
      );
    },
    sentences: ['CNPJ: {v}', 'Fornecedor Vale Azul Ltda, CNPJ {v}', '{"cnpj": "{v}"}'],
    talk: 'A empresa precisa de um CNPJ ativo.',
  },
  {
    type: 'ar_cuit',
    make: (r) => {
      for (;;) {
        const body = `${r.pick(['20', '27', '30'])}${r.digits(8)}`;
        const check = 11 - (weighted(body, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
        if (check !== 10) return `${body}${check % 11}`.replace(/^(..)(........)(.)$/, '$1-$2-$3');
      }
    },
    wrong: (r) => {
      const body = `20${r.digits(8)}`;
      const check = 11 - (weighted(body, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
      return `${body}${(check + 4) % 10}`.replace(/^(..)(........)(.)$/, '$1-$2-$3');
    },
    sentences: ['CUIT: {v}', 'El CUIL del empleado es {v}.', '{"cuit": "{v}"}'],
    talk: 'Consulte su CUIT en la página de la AFIP.',
  },
  {
    type: 'cl_rut',
    make: (r) => {
      const body = `${r.int(5, 24)}${r.digits(6)}`;
      const sum = weighted([...body].reverse().join(''), [2, 3, 4, 5, 6, 7, 2, 3]);
      const check = 11 - (sum % 11);
      return `${body.replace(/(\d)(?=(\d{3})+$)/g, '$1.')}-${check === 11 ? '0' : check === 10 ? 'K' : check}`;
    },
    wrong: (r) => {
      const body = `${r.int(10, 24)}${r.digits(6)}`;
      const sum = weighted([...body].reverse().join(''), [2, 3, 4, 5, 6, 7, 2, 3]);
      const check = (14 - (sum % 11)) % 10;
      return `${body.replace(/(\d)(?=(\d{3})+$)/g, '$1.')}-${check === 11 - (sum % 11) ? (check + 1) % 10 : check}`;
    },
    sentences: ['RUT: {v}', 'El RUT de la clienta es {v}.', '{"rut": "{v}"}'],
    talk: 'Ingrese su RUT sin puntos.',
  },
  {
    type: 'mx_curp',
    make: (r) => {
      const { body, check } = curp(r);
      return `${body}${check}`;
    },
    wrong: (r) => {
      const { body, check } = curp(r);
      return `${body}${(check + 3) % 10}`;
    },
    sentences: ['CURP: {v}', 'La CURP del alumno es {v}.', '{"curp": "{v}"}'],
    talk: 'La CURP se consulta en línea.',
  },
  {
    type: 'mx_rfc',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      return `${r.string('GHLMRS', 1)}${r.pick([...'AEIOU'])}${r.string('CDGLMR', 2)}${yy}${mm}${dd}${r.string(upperAlnum, 2)}${r.string('0123456789A', 1)}`;
    },
    wrong: (r) => `${r.string(UPPER, 4)}${r.digits(2)}13${r.int(32, 39)}${r.string(upperAlnum, 3)}`,
    sentences: ['RFC: {v}', 'Facturar a nombre de Luis, RFC {v}', '{"rfc": "{v}", "pais": "MX"}'],
    talk: 'El RFC lo asigna el SAT.',
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
