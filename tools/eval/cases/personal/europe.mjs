/** Identifiers of European countries, with the check digits that their standards ask for. */
import { icao, luhn, mod1110, remainder, weighted } from '../check-digits.mjs';
import { LOWER, UPPER } from '../seeded.mjs';
import { birth } from './dates.mjs';

/** Tries until a number of the form has a check digit of one place. */
function until(make) {
  for (;;) {
    const value = make();
    if (value !== undefined) return value;
  }
}

const CONSONANTS = 'BCDFGLMNPRSTVZ';
const NIF = 'TRWAGMYFPDXBNJZSQVHLCKE';
const PPS = 'WABCDEFGHIJKLMNOPQRSTUV';
const FI = '0123456789ABCDEFHJKLMNPRSTUVWXY';
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

/** As German tax ids have them: of ten digits exactly one twice. */
function taxIdBody(random) {
  const digits = [...'0123456789'].sort(() => random.next() - 0.5).slice(0, 9);
  const twice = random.int(1, 8);
  digits.splice(twice + 1, 0, digits[twice === 8 ? 7 : twice + 1]);
  const body = digits.join('');
  return body[0] === '0' || /(.)\1\1/.test(body) || new Set(body).size !== 9 ? undefined : body;
}

export const EUROPE = [
  {
    type: 'uk_nino',
    make: (r) =>
      `${r.pick(['AB', 'CE', 'JG', 'PX', 'SR'])} ${r.digits(2)} ${r.digits(2)} ${r.digits(2)} ${r.pick([...'ABCD'])}`,
    wrong: (r) => `QQ${r.digits(6)}${r.pick([...'EFGH'])}`,
    sentences: [
      'National Insurance number: {v}',
      'Her NINO is {v}, payroll needs it by Monday.',
      '{"employee": "J. Moss", "ni_number": "{v}"}',
    ],
    talk: 'You get a National Insurance number when you turn sixteen.',
  },
  {
    type: 'uk_driving_licence',
    make: (r) =>
      `${r.string(UPPER, 5)}${r.digits(1)}${r.pick(['01', '07', '12', '54', '61'])}${r.pick(['03', '14', '27'])}${r.digits(1)}${r.string(UPPER, 2)}9${r.string(UPPER, 2)}`,
    wrong: (r) =>
      `${r.string(UPPER, 5)}${r.digits(1)}99${r.pick(['45', '77'])}${r.digits(1)}${r.string(UPPER, 2)}9${r.string(UPPER, 2)}`,
    sentences: [
      'Driving licence number {v} was checked on arrival.',
      'DVLA driver number: {v}',
      'driving_licence,{v},valid',
    ],
    talk: 'A driving licence must be renewed every ten years.',
  },
  {
    type: 'uk_postcode',
    make: (r) => r.pick(['SW1A 2AB', 'M1 4WD', 'LS6 3HN', 'EH8 9YL', 'CF10 3AT', 'B33 8TH']),
    wrong: (r) => `${r.pick(['QZ', 'JX'])}${r.digits(3)} ${r.digits(2)}C`,
    sentences: [
      'Please send it to 4 Mill Lane, Leeds, {v}.',
      'Postcode: {v}',
      '{"city": "Edinburgh", "postcode": "{v}"}',
    ],
    talk: 'Leave out the postcode if you do not know it.',
  },
  {
    type: 'uk_nhs',
    make: (r) =>
      until(() => {
        const body = `4${r.digits(8)}`;
        const check = 11 - (weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
        return check === 10
          ? undefined
          : `${body}${check % 11}`.replace(/^(...)(...)(....)$/, '$1 $2 $3');
      }),
    wrong: (r) =>
      until(() => {
        const body = `4${r.digits(9)}`;
        return weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 ? undefined : body;
      }),
    sentences: [
      'NHS number {v}',
      'Patient: M. Reed, NHS No: {v}, seen by Dr Hale',
      '{"nhs_number": "{v}", "ward": "7B"}',
    ],
    talk: 'The NHS number is on the letter from your practice.',
  },
  {
    type: 'de_tax_id',
    make: (r) => {
      const body = until(() => taxIdBody(r));
      return body + mod1110(body);
    },
    wrong: (r) => {
      const body = until(() => taxIdBody(r));
      return body + String((Number(mod1110(body)) + 3) % 10);
    },
    sentences: [
      'Meine Steuer-ID lautet {v}.',
      'Steueridentifikationsnummer: {v}',
      '{"name": "Jonas Beck", "steuer_id": "{v}"}',
    ],
    talk: 'Die Steuer-ID steht auf jedem Lohnzettel.',
  },
  {
    type: 'de_tax_number',
    make: (r) => `${r.pick(['181', '093', '143', '217'])}/${r.digits(3)}/${r.digits(5)}`,
    wrong: (r) => `${r.digits(2)}/${r.digits(2)}/${r.digits(3)}`,
    sentences: [
      'Steuernummer: {v}',
      'Bitte geben Sie die Steuernummer {v} auf der Rechnung an.',
      'Finanzamt München, St.-Nr. {v}',
    ],
    talk: 'Das Finanzamt vergibt die Steuernummer innerhalb von vier Wochen.',
  },
  {
    type: 'de_vat_id',
    make: (r) => {
      const body = `${r.int(1, 3)}${r.digits(7)}`;
      return `DE${body}${mod1110(body)}`;
    },
    wrong: (r) => `DE${r.digits(7)}`,
    sentences: [
      'USt-IdNr.: {v}',
      'Rechnung an Nordlicht GmbH, {v}, Hamburg',
      '{"vat_id": "{v}", "country": "DE"}',
    ],
    talk: 'Ohne USt-IdNr. wird die Rechnung mit Umsatzsteuer gestellt.',
  },
  {
    type: 'de_id_card',
    make: (r) => {
      const body = `L${r.string('0123456789CFGHJKLMNPRTVWXYZ', 8)}`;
      return body + icao(body);
    },
    wrong: (r) => {
      const body = `L${r.string('0123456789CFGHJKLMNPRTVWXYZ', 8)}`;
      return body + String((Number(icao(body)) + 4) % 10);
    },
    sentences: [
      'Personalausweisnummer: {v}',
      'Der Ausweis {v} ist bis 2031 gültig (Personalausweis).',
      '{"personalausweis": "{v}"}',
    ],
    talk: 'Bringen Sie bitte Ihren Personalausweis zum Termin mit.',
  },
  {
    type: 'de_social_security',
    make: (r) => {
      const { dd, mm, yy } = birth(r);
      const body = `${r.pick(['12', '65', '53'])}${dd}${mm}${yy}${r.pick([...'BKMS'])}${r.digits(2)}`;
      const numeric = body.replace(/[A-Z]/, (c) => String(c.charCodeAt(0) - 64).padStart(2, '0'));
      const sum = [...numeric].reduce((total, digit, index) => {
        const product = Number(digit) * [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1][index];
        return total + Math.floor(product / 10) + (product % 10);
      }, 0);
      return body + String(sum % 10);
    },
    wrong: (r) => `65${r.digits(2)}9945${r.pick([...'BKMS'])}${r.digits(3)}`,
    sentences: [
      'Sozialversicherungsnummer: {v}',
      'Rentenversicherungsnummer {v} für Frau Kern',
      '{"sv_nummer": "{v}"}',
    ],
    talk: 'Die Sozialversicherungsnummer bekommen Sie von Ihrer Krankenkasse.',
  },
  {
    type: 'de_health_insurance',
    make: (r) => {
      const body = `${r.pick([...'ABKTX'])}${r.digits(8)}`;
      const numeric = String(body.charCodeAt(0) - 64).padStart(2, '0') + body.slice(1);
      const sum = [...numeric].reduce((total, digit, index) => {
        const product = Number(digit) * (index % 2 === 0 ? 1 : 2);
        return total + (product > 9 ? product - 9 : product);
      }, 0);
      return body + String(sum % 10);
    },
    wrong: (r) => `${r.digits(1)}${r.pick([...'ABKTX'])}${r.digits(8)}`,
    sentences: [
      'Krankenversichertennummer: {v}',
      'Die Versichertennummer {v} der Krankenkasse steht auf der Karte.',
      '{"kvnr": "{v}"}',
    ],
    talk: 'Die Krankenkasse schickt Ihnen eine neue Karte.',
  },
  {
    type: 'de_lanr',
    make: (r) => {
      const body = r.digits(6);
      const sum = weighted(body, [4, 9, 4, 9, 4, 9]);
      return `${body}${(10 - (sum % 10)) % 10}${r.pick(['01', '03', '34'])}`;
    },
    wrong: (r) => {
      const body = r.digits(6);
      const sum = weighted(body, [4, 9, 4, 9, 4, 9]);
      return `${body}${(13 - (sum % 10)) % 10}${r.pick(['01', '03', '34'])}`;
    },
    sentences: [
      'LANR: {v}',
      'Lebenslange Arztnummer {v} (Dr. Sommer)',
      '{"lanr": "{v}", "fach": "Allgemeinmedizin"}',
    ],
    talk: 'Die Arztnummer steht auf dem Rezept.',
  },
  {
    type: 'de_bsnr',
    make: (r) => `${r.pick(['01', '17', '52', '72'])}${r.digits(7)}`,
    wrong: (r) => `${r.pick(['01', '17', '52'])}${r.digits(5)}`,
    sentences: ['BSNR: {v}', 'Betriebsstättennummer {v} der Praxis am Markt', '{"bsnr": "{v}"}'],
    talk: 'Jede Betriebsstätte wird der Kassenärztlichen Vereinigung gemeldet.',
  },
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
    type: 'ie_pps',
    make: (r) => {
      const body = r.digits(7);
      return body + PPS[weighted(body, [8, 7, 6, 5, 4, 3, 2]) % 23];
    },
    wrong: (r) => {
      const body = r.digits(7);
      return body + PPS[(weighted(body, [8, 7, 6, 5, 4, 3, 2]) + 4) % 23];
    },
    sentences: ['PPS number: {v}', 'Her PPSN is {v}.', '{"ppsn": "{v}"}'],
    talk: 'You need a PPS number to work in Ireland.',
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
    type: 'ch_ahv',
    make: (r) => {
      const body = `756${r.digits(9)}`;
      const check = (10 - (weighted(body, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10;
      return `${body}${check}`.replace(/^(...)(....)(....)(..)$/, '$1.$2.$3.$4');
    },
    wrong: (r) => {
      const body = `756${r.digits(9)}`;
      const check = (15 - (weighted(body, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10;
      return `${body}${check}`.replace(/^(...)(....)(....)(..)$/, '$1.$2.$3.$4');
    },
    sentences: ['AHV-Nummer: {v}', 'Numéro AVS {v} de la collaboratrice', '{"ahv": "{v}"}'],
    talk: 'Die AHV-Nummer steht auf der Versichertenkarte.',
  },
  {
    type: 'at_svnr',
    make: (r) =>
      until(() => {
        const { dd, mm, yy } = birth(r);
        const serial = String(r.int(100, 999));
        const check = weighted(`${serial}${dd}${mm}${yy}`, [3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11;
        return check === 10 ? undefined : `${serial}${check} ${dd}${mm}${yy}`;
      }),
    wrong: (r) => `${r.int(100, 999)}${r.digits(1)} ${r.int(41, 49)}13${r.digits(2)}`,
    sentences: [
      'SVNR: {v}',
      'Sozialversicherungsnummer (Österreich): {v}',
      '{"svnr": "{v}", "land": "AT"}',
    ],
    talk: 'Die SVNR finden Sie auf der e-card.',
  },
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
  {
    type: 'license_plate',
    make: (r) => `${r.pick(['M', 'B', 'HH', 'KA', 'ERZ'])}-${r.string(UPPER, 2)} ${r.int(10, 999)}`,
    wrong: (r) => `${r.string(LOWER, 4)}-${r.digits(6)}`,
    sentences: [
      'Kennzeichen: {v}',
      'Fahrzeug mit Kennzeichen {v} bitte umparken',
      '{"kennzeichen": "{v}"}',
    ],
    talk: 'Das Kennzeichen war so verschmutzt, dass niemand es lesen konnte.',
  },
  {
    type: 'license_plate',
    make: (r) => `${r.string('ABDEFGHKLM', 2)}${r.int(51, 74)} ${r.string('ABDEFGHJKLM', 3)}`,
    wrong: (r) => `${r.digits(2)}${r.string(UPPER, 2)} ${r.digits(4)}`,
    sentences: [
      'Vehicle registration: {v}',
      'The car with registration {v} was parked across two bays.',
      '{"vehicle_registration": "{v}"}',
    ],
    talk: 'The number plate was too dirty to read.',
  },
];
