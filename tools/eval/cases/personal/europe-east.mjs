/** Identifiers of eastern Europe and Turkey. Check digits are as their standards ask. */
import { mod1110, remainder, weighted } from '../check-digits.mjs';
import { birth } from './dates.mjs';
import { until } from './until.mjs';

export const EUROPE_EAST = [
  {
    type: 'pl_pesel',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${yy}${mm}${dd}${r.digits(4)}`;
      return body + String((10 - (weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
    },
    wrong: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${yy}${mm}${dd}${r.digits(4)}`;
      return body + String((14 - (weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
    },
    sentences: ['PESEL: {v}', 'Numer PESEL pacjenta to {v}.', '{"pesel": "{v}"}'],
    talk: 'Numer PESEL nadaje się z urzędu.',
  },
  {
    type: 'pl_nip',
    make: (r) =>
      until(() => {
        const body = `5${r.digits(8)}`;
        const check = weighted(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11;
        return check === 10
          ? undefined
          : `${body}${check}`.replace(/^(...)(...)(..)(..)$/, '$1-$2-$3-$4');
      }),
    wrong: (r) =>
      until(() => {
        const body = `5${r.digits(9)}`;
        return weighted(body.slice(0, 9), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(body[9])
          ? undefined
          : body.replace(/^(...)(...)(..)(..)$/, '$1-$2-$3-$4');
      }),
    sentences: ['NIP: {v}', 'Faktura dla firmy Zorza, NIP {v}', '{"nip": "{v}"}'],
    talk: 'Podaj NIP, jeśli potrzebujesz faktury.',
  },
  {
    type: 'pl_regon',
    make: (r) => {
      const body = `${r.pick(['12', '01', '36'])}${r.digits(6)}`;
      return `${body}${(weighted(body, [8, 9, 2, 3, 4, 5, 6, 7]) % 11) % 10}`;
    },
    wrong: (r) =>
      until(() => {
        const body = `12${r.digits(7)}`;
        const check = (weighted(body.slice(0, 8), [8, 9, 2, 3, 4, 5, 6, 7]) % 11) % 10;
        return check === Number(body[8]) ? undefined : body;
      }),
    sentences: ['REGON: {v}', 'Spółka z numerem REGON {v}', '{"regon": "{v}"}'],
    talk: 'REGON znajdziesz w rejestrze.',
  },
  {
    type: 'cz_birth_number',
    make: (r) =>
      until(() => {
        const { yy, mm, dd } = birth(r, 1960, 1999);
        const body = `${yy}${mm}${dd}${r.digits(3)}`;
        const check = remainder(body, 11);
        return check === 10 ? undefined : `${body.slice(0, 6)}/${body.slice(6)}${check}`;
      }),
    wrong: (r) => `${r.digits(2)}${r.int(35, 49)}${r.int(32, 39)}/${r.digits(4)}`,
    sentences: ['Rodné číslo: {v}', 'Pacient má rodné číslo {v}.', '{"rodne_cislo": "{v}"}'],
    talk: 'Rodné číslo je uvedeno na průkazu.',
  },
  {
    type: 'ro_cnp',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${r.int(1, 2)}${yy}${mm}${dd}${r.pick(['12', '40', '22'])}${r.digits(3)}`;
      const rest = weighted(body, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return body + String(rest === 10 ? 1 : rest);
    },
    wrong: (r) => `1${r.digits(2)}13${r.int(32, 39)}${r.digits(6)}`,
    sentences: ['CNP: {v}', 'Codul numeric personal este {v}.', '{"cnp": "{v}"}'],
    talk: 'CNP-ul este trecut pe cartea de identitate.',
  },
  {
    type: 'bg_egn',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${yy}${mm}${dd}${r.digits(3)}`;
      return body + String((weighted(body, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10);
    },
    wrong: (r) => `${r.digits(2)}13${r.int(32, 39)}${r.digits(4)}`,
    sentences: ['ЕГН: {v}', 'Пациентът е с ЕГН {v}.', '{"egn": "{v}"}'],
    talk: 'ЕГН се вписва в личната карта.',
  },
  {
    type: 'hr_oib',
    make: (r) => {
      const body = `${r.int(1, 9)}${r.digits(9)}`;
      return body + mod1110(body);
    },
    wrong: (r) => {
      const body = `${r.int(1, 9)}${r.digits(9)}`;
      return body + String((Number(mod1110(body)) + 3) % 10);
    },
    sentences: ['OIB: {v}', 'Osobni identifikacijski broj {v}', '{"oib": "{v}"}'],
    talk: 'OIB se nalazi na osobnoj iskaznici.',
  },
  {
    type: 'tr_national_id',
    make: (r) => {
      const d = `${r.int(1, 9)}${r.digits(8)}`;
      const odd = weighted(d, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
      const even = weighted(d, [0, 1, 0, 1, 0, 1, 0, 1, 0]);
      const tenth = (((odd * 7 - even) % 10) + 10) % 10;
      return `${d}${tenth}${(odd + even + tenth) % 10}`;
    },
    wrong: (r) => `0${r.digits(10)}`,
    sentences: ['T.C. Kimlik No: {v}', 'Hastanın TC kimlik numarası {v}.', '{"tckn": "{v}"}'],
    talk: 'Kimlik kartınızı yanınızda getirin.',
  },
];
