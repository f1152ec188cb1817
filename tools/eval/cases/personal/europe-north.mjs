/** Identifiers of the Nordic and Baltic countries. Check digits are as their standards ask. */
import { luhn, weighted } from '../check-digits.mjs';
import { birth } from './dates.mjs';
import { until } from './until.mjs';

const FI = '0123456789ABCDEFHJKLMNPRSTUVWXY';

export const EUROPE_NORTH = [
  {
    type: 'fi_personal_identity_code',
    make: (r) => {
      const { dd, mm, yy } = birth(r);
      const serial = String(r.int(2, 899)).padStart(3, '0');
      return `${dd}${mm}${yy}-${serial}${FI[Number(`${dd}${mm}${yy}${serial}`) % 31]}`;
    },
    wrong: (r) => {
      const { dd, mm, yy } = birth(r);
      const serial = String(r.int(2, 899)).padStart(3, '0');
      return `${dd}${mm}${yy}-${serial}${FI[(Number(`${dd}${mm}${yy}${serial}`) + 7) % 31]}`;
    },
    sentences: ['Henkilötunnus: {v}', 'Asiakkaan hetu on {v}.', '{"hetu": "{v}"}'],
    talk: 'Henkilötunnus annetaan kaikille Suomen kansalaisille.',
  },
  {
    type: 'se_personnummer',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${yy}${mm}${dd}${r.digits(3)}`;
      return `${body.slice(0, 6)}-${body.slice(6)}${luhn(body)}`;
    },
    wrong: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${yy}${mm}${dd}${r.digits(3)}`;
      return `${body.slice(0, 6)}-${body.slice(6)}${(Number(luhn(body)) + 3) % 10}`;
    },
    sentences: ['Personnummer: {v}', 'Patientens personnummer är {v}.', '{"personnummer": "{v}"}'],
    talk: 'Skatteverket tilldelar personnummer vid folkbokföring.',
  },
  {
    type: 'se_organisationsnummer',
    make: (r) => {
      const body = `55${r.int(60, 99)}${r.digits(5)}`;
      return `${body.slice(0, 6)}-${body.slice(6)}${luhn(body)}`;
    },
    wrong: (r) => {
      const body = `55${r.int(60, 99)}${r.digits(5)}`;
      return `${body.slice(0, 6)}-${body.slice(6)}${(Number(luhn(body)) + 5) % 10}`;
    },
    sentences: ['Organisationsnummer: {v}', 'Bolaget Nordsken AB, org.nr {v}', '{"orgnr": "{v}"}'],
    talk: 'Bolagsverket registrerar nya organisationsnummer.',
  },
  {
    type: 'no_fodselsnummer',
    make: (r) =>
      until(() => {
        const { dd, mm, yy } = birth(r);
        const body = `${dd}${mm}${yy}${r.int(100, 499)}`;
        const k1 = (11 - (weighted(body, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
        const k2 =
          (11 - (weighted(body + String(k1 % 10), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
        return k1 === 10 || k2 === 10 ? undefined : `${body}${k1}${k2}`;
      }),
    wrong: (r) => `${r.int(41, 59)}13${r.digits(7)}`,
    sentences: ['Fødselsnummer: {v}', 'Kundens fødselsnummer er {v}.', '{"fodselsnummer": "{v}"}'],
    talk: 'Alle som er født i Norge får et fødselsnummer.',
  },
  {
    type: 'dk_cpr',
    make: (r) => {
      const { dd, mm, yy } = birth(r);
      return `${dd}${mm}${yy}-${r.int(1, 3)}${r.digits(3)}`;
    },
    wrong: (r) => `45${r.int(13, 19)}${r.digits(2)}-${r.digits(4)}`,
    sentences: ['CPR-nummer: {v}', 'Borgeren har cpr {v} og bor i Aarhus.', '{"cpr": "{v}"}'],
    talk: 'Et CPR-nummer oplyses kun på en sikker forbindelse.',
  },
  {
    type: 'baltic_personal_code',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${r.pick([3, 4])}${yy}${mm}${dd}${r.digits(3)}`;
      let check = weighted(body, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
      if (check === 10) check = (weighted(body, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10;
      return body + String(check);
    },
    wrong: (r) => `3${r.digits(2)}13${r.int(32, 39)}${r.digits(4)}`,
    sentences: ['Isikukood: {v}', 'Asmens kodas {v}', '{"isikukood": "{v}"}'],
    talk: 'Isikukood on kantud passi ja ID-kaardile.',
  },
];
