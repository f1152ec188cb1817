/** Identifiers of western and southern Europe. Check digits are as their standards ask. */
import { luhn, remainder, weighted } from '../check-digits.mjs';
import { UPPER } from '../seeded.mjs';
import { birth } from './dates.mjs';
import { until } from './until.mjs';

const CONSONANTS = 'BCDFGLMNPRSTVZ';
const NIF = 'TRWAGMYFPDXBNJZSQVHLCKE';
const CF_ODD = { 0: 1, 1: 0, 2: 5, 3: 7, 4: 9, 5: 13, 6: 15, 7: 17, 8: 19, 9: 21 };
const CF_ODD_LETTERS = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

function codiceFiscaleCheck(body) {
  const sum = [...body].reduce((total, character, index) => {
    const letter = character.charCodeAt(0) - 65;
    if (index % 2 === 0) return total + (letter >= 0 ? CF_ODD_LETTERS[letter] : CF_ODD[character]);
    return total + (letter >= 0 ? letter : Number(character));
  }, 0);
  return UPPER[sum % 26];
}

export const EUROPE_WEST = [
  {
    type: 'es_nif',
    make: (r) => {
      const body = r.digits(8);
      return body + NIF[Number(body) % 23];
    },
    wrong: (r) => {
      const body = r.digits(8);
      return body + NIF[(Number(body) + 5) % 23];
    },
    sentences: ['DNI: {v}', 'El cliente con NIF {v} ha solicitado la baja.', '{"dni": "{v}"}'],
    talk: 'Presente su DNI en la ventanilla número tres.',
  },
  {
    type: 'es_nie',
    make: (r) => {
      const first = r.int(0, 2);
      const body = r.digits(7);
      return `${'XYZ'[first]}${body}${NIF[Number(`${first}${body}`) % 23]}`;
    },
    wrong: (r) => {
      const first = r.int(0, 2);
      const body = r.digits(7);
      return `${'XYZ'[first]}${body}${NIF[(Number(`${first}${body}`) + 6) % 23]}`;
    },
    sentences: ['NIE: {v}', 'Su número de identidad de extranjero es {v}.', '{"nie": "{v}"}'],
    talk: 'El NIE se solicita en la comisaría.',
  },
  {
    type: 'pt_nif',
    make: (r) => {
      const body = `2${r.digits(7)}`;
      const rest = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return body + String(rest < 2 ? 0 : 11 - rest);
    },
    wrong: (r) => {
      const body = `2${r.digits(7)}`;
      const rest = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return body + String(((rest < 2 ? 0 : 11 - rest) + 3) % 10);
    },
    sentences: ['NIF: {v}', 'O contribuinte n.º {v} pediu fatura.', '{"nif": "{v}", "pais": "PT"}'],
    talk: 'O número de contribuinte é pedido no balcão das finanças.',
  },
  {
    type: 'fr_nir',
    make: (r) => {
      const { yy, mm } = birth(r);
      const body = `${r.int(1, 2)}${yy}${mm}${r.pick(['75', '69', '13', '33'])}${r.digits(3).replace(/^0+$/, '114')}${r.digits(3)}`;
      return body + String(97 - remainder(body, 97)).padStart(2, '0');
    },
    wrong: (r) => {
      const { yy, mm } = birth(r);
      const body = `${r.int(1, 2)}${yy}${mm}75${r.digits(6)}`;
      return (
        body +
        String(((97 - remainder(body, 97)) % 97) + 1)
          .padStart(2, '0')
          .replace(/^97$/, '00')
      );
    },
    sentences: [
      'Numéro de sécurité sociale : {v}',
      "L'assuré {v} (NIR) a déclaré son arrêt.",
      '{"nir": "{v}"}',
    ],
    talk: 'Votre numéro de sécurité sociale figure sur la carte Vitale.',
  },
  {
    type: 'it_fiscal_code',
    make: (r) => {
      const body = `${r.string(CONSONANTS, 6)}${r.int(50, 99)}${r.pick([...'ABCDEHLMPRST'])}${r.int(10, 28)}${r.pick(['H501', 'F205', 'L219', 'G273'])}`;
      return body + codiceFiscaleCheck(body);
    },
    wrong: (r) => {
      const body = `${r.string(CONSONANTS, 6)}${r.int(50, 99)}${r.pick([...'ABCDEHLMPRST'])}${r.int(10, 28)}H501`;
      return body + UPPER[(UPPER.indexOf(codiceFiscaleCheck(body)) + 5) % 26];
    },
    sentences: [
      'Codice fiscale: {v}',
      'Il paziente, C.F. {v}, è stato dimesso.',
      '{"codice_fiscale": "{v}"}',
    ],
    talk: 'Il codice fiscale è riportato sulla tessera sanitaria.',
  },
  {
    type: 'it_vat_code',
    make: (r) => {
      const body = `0${r.digits(9)}`;
      return body + luhn(body);
    },
    wrong: (r) => {
      const body = `0${r.digits(9)}`;
      return body + String((Number(luhn(body)) + 4) % 10);
    },
    sentences: ['Partita IVA: {v}', 'P.IVA {v}, Via Roma 3, Torino', '{"partita_iva": "{v}"}'],
    talk: 'La partita IVA va indicata in fattura.',
  },
  {
    type: 'it_driver_license',
    make: (r) => `${r.pick(['MI', 'RM', 'TO', 'NA'])}${r.digits(7)}${r.pick([...'ABKX'])}`,
    wrong: (r) => `${r.pick(['MI', 'RM', 'TO'])}${r.digits(5)}`,
    sentences: ['Patente di guida n. {v}', 'numero patente: {v}', '{"patente": "{v}"}'],
    talk: 'La patente di guida scade ogni dieci anni.',
  },
  {
    type: 'nl_bsn',
    make: (r) =>
      until(() => {
        const body = `1${r.digits(7)}`;
        const check = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        return check === 10 ? undefined : body + String(check);
      }),
    wrong: (r) =>
      until(() => {
        const body = `1${r.digits(8)}`;
        return (weighted(body.slice(0, 8), [9, 8, 7, 6, 5, 4, 3, 2]) - Number(body[8])) % 11 === 0
          ? undefined
          : body;
      }),
    sentences: ['BSN: {v}', 'Het burgerservicenummer van de cliënt is {v}.', '{"bsn": "{v}"}'],
    talk: 'Uw burgerservicenummer staat op uw paspoort.',
  },
  {
    type: 'be_national_number',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${yy}${mm}${dd}${r.int(100, 899)}`;
      const check = String(97 - remainder(body, 97)).padStart(2, '0');
      return `${yy}.${mm}.${dd}-${body.slice(6)}.${check}`;
    },
    wrong: (r) => {
      const { yy, mm, dd } = birth(r);
      const body = `${yy}${mm}${dd}${r.int(100, 899)}`;
      const check = String(((97 - remainder(body, 97)) % 90) + 5).padStart(2, '0');
      return `${yy}.${mm}.${dd}-${body.slice(6)}.${check}`;
    },
    sentences: [
      'Rijksregisternummer: {v}',
      'Numéro national {v}',
      '{"rijksregisternummer": "{v}"}',
    ],
    talk: 'Het rijksregisternummer staat op de achterkant van de kaart.',
  },
  {
    type: 'gr_afm',
    make: (r) => {
      const body = `0${r.digits(7)}`;
      return body + String((weighted(body, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10);
    },
    wrong: (r) => {
      const body = `0${r.digits(7)}`;
      return body + String(((weighted(body, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) + 3) % 10);
    },
    sentences: ['ΑΦΜ: {v}', 'Ο πελάτης με ΑΦΜ {v} ζήτησε τιμολόγιο.', '{"afm": "{v}"}'],
    talk: 'Το ΑΦΜ αναγράφεται στο εκκαθαριστικό.',
  },
  {
    type: 'it_identity_card',
    make: (r) => `C${r.string(UPPER, 1)}${r.digits(5)}${r.string(UPPER, 2)}`,
    wrong: (r) => `C${r.digits(4)}${r.string(UPPER, 2)}`,
    sentences: [
      "Carta d'identità n. {v}",
      'Numero carta identità: {v}',
      '{"carta_identita": "{v}"}',
    ],
    talk: "La carta d'identità elettronica si chiede in comune.",
  },
];
