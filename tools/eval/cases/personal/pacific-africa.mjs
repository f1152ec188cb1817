/** Identifiers of Australia, New Zealand, Israel, South Africa and Nigeria. Check digits are as their standards ask. */
import { luhn, weighted } from '../check-digits.mjs';
import { DIGITS } from '../seeded.mjs';
import { birth } from './dates.mjs';
import { until } from './until.mjs';

export const PACIFIC_AFRICA = [
  {
    type: 'au_tfn',
    make: (r) =>
      until(() => {
        const body = r.digits(8);
        const sum = weighted(body, [1, 4, 3, 7, 5, 8, 6, 9]);
        const check = [...DIGITS].find((digit) => (sum + Number(digit) * 10) % 11 === 0);
        return check && `${body}${check}`.replace(/^(...)(...)(...)$/, '$1 $2 $3');
      }),
    wrong: (r) =>
      until(() => {
        const body = r.digits(9);
        return weighted(body, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
          ? undefined
          : body.replace(/^(...)(...)(...)$/, '$1 $2 $3');
      }),
    sentences: ['TFN: {v}', 'My tax file number is {v}.', '{"tax_file_number": "{v}"}'],
    talk: 'Give your tax file number to your employer.',
  },
  {
    type: 'au_abn',
    make: (r) =>
      until(() => {
        const body = `${r.int(10, 99)}${r.digits(9)}`;
        const sum = weighted(
          `${Number(body[0]) - 1}${body.slice(1)}`,
          [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19],
        );
        return sum % 89 === 0 ? body.replace(/^(..)(...)(...)(...)$/, '$1 $2 $3 $4') : undefined;
      }),
    wrong: (r) =>
      until(() => {
        const body = `${r.int(10, 99)}${r.digits(9)}`;
        const sum = weighted(
          `${Number(body[0]) - 1}${body.slice(1)}`,
          [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19],
        );
        return sum % 89 === 0 ? undefined : body.replace(/^(..)(...)(...)(...)$/, '$1 $2 $3 $4');
      }),
    sentences: ['ABN: {v}', 'Coastline Pty Ltd, ABN {v}', '{"abn": "{v}"}'],
    talk: 'Quote an ABN on every invoice.',
  },
  {
    type: 'au_acn',
    make: (r) => {
      const body = `00${r.digits(6)}`;
      return `${body}${(10 - (weighted(body, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10}`.replace(
        /^(...)(...)(...)$/,
        '$1 $2 $3',
      );
    },
    wrong: (r) => {
      const body = `00${r.digits(6)}`;
      return `${body}${(13 - (weighted(body, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10}`.replace(
        /^(...)(...)(...)$/,
        '$1 $2 $3',
      );
    },
    sentences: ['ACN: {v}', 'Australian Company Number {v}', '{"acn": "{v}"}'],
    talk: 'The ACN is shown on the certificate of registration.',
  },
  {
    type: 'au_medicare',
    make: (r) => {
      const body = `${r.int(2, 6)}${r.digits(7)}`;
      return `${body}${weighted(body, [1, 3, 7, 9, 1, 3, 7, 9]) % 10}${r.int(1, 9)}`.replace(
        /^(....)(.....)(.)$/,
        '$1 $2 $3',
      );
    },
    wrong: (r) => {
      const body = `${r.int(2, 6)}${r.digits(7)}`;
      return `${body}${(weighted(body, [1, 3, 7, 9, 1, 3, 7, 9]) + 3) % 10}${r.int(1, 9)}`.replace(
        /^(....)(.....)(.)$/,
        '$1 $2 $3',
      );
    },
    sentences: [
      'Medicare number: {v}',
      'Medicare card {v}, reference 1',
      '{"medicare_number": "{v}", "country": "AU"}',
    ],
    talk: 'Bring your Medicare card to the appointment.',
  },
  {
    type: 'nz_ird',
    make: (r) =>
      until(() => {
        const body = `0${r.int(49, 99)}${r.digits(5)}`;
        const rest = weighted(body, [3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        const check = rest === 0 ? 0 : 11 - rest;
        return check === 10
          ? undefined
          : `${body}${check}`.replace(/^(...)(...)(...)$/, '$1-$2-$3');
      }),
    wrong: (r) =>
      until(() => {
        const body = `0${r.int(49, 99)}${r.digits(6)}`;
        const first = weighted(body, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11;
        const second = weighted(body, [7, 4, 3, 2, 5, 2, 7, 6, 1]) % 11;
        return first === 0 || second === 0
          ? undefined
          : body.replace(/^(...)(...)(...)$/, '$1-$2-$3');
      }),
    sentences: ['IRD number: {v}', 'Her IRD number is {v}.', '{"ird_number": "{v}"}'],
    talk: 'You need an IRD number to be paid in New Zealand.',
  },
  {
    type: 'il_national_id',
    make: (r) => {
      const body = `0${r.digits(7)}`;
      return body + luhn(body);
    },
    wrong: (r) => {
      const body = `0${r.digits(7)}`;
      return body + String((Number(luhn(body)) + 3) % 10);
    },
    sentences: ['תעודת זהות: {v}', 'Israeli ID (Teudat Zehut) {v}', '{"teudat_zehut": "{v}"}'],
    talk: 'יש להציג תעודת זהות בכניסה.',
  },
  {
    type: 'za_id_number',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${yy}${mm}${dd}${r.int(1000, 9999)}08`;
      return body + luhn(body);
    },
    wrong: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${yy}${mm}${dd}${r.int(1000, 9999)}08`;
      return body + String((Number(luhn(body)) + 3) % 10);
    },
    sentences: [
      'SA ID number: {v}',
      'South African identity number {v}',
      '{"id_number": "{v}", "country": "ZA"}',
    ],
    talk: 'Home Affairs issues the smart ID card.',
  },
  {
    type: 'ng_nin',
    make: (r) => `${r.int(1, 9)}${r.digits(10)}`,
    wrong: (r) => r.digits(9),
    sentences: [
      'NIN: {v}',
      'National Identification Number (NIMC): {v}',
      '{"nin": "{v}", "country": "NG"}',
    ],
    talk: 'Enrol for the NIN at any NIMC office.',
  },
];
