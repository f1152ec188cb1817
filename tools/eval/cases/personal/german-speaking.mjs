/** Identifiers of Germany, Austria and Switzerland. Check digits are as their standards ask. */
import { icao, mod1110, weighted } from '../check-digits.mjs';
import { DIGITS, LOWER, UPPER } from '../seeded.mjs';
import { birth } from './dates.mjs';
import { until } from './until.mjs';

/** As German tax ids have them: of ten digits exactly one twice. */
function taxIdBody(random) {
  const digits = random.shuffled([...DIGITS]).slice(0, 9);
  const twice = random.int(1, 8);
  digits.splice(twice + 1, 0, digits[twice === 8 ? 7 : twice + 1]);
  const body = digits.join('');
  return body[0] === '0' || /(.)\1\1/.test(body) || new Set(body).size !== 9 ? undefined : body;
}

export const GERMAN_SPEAKING = [
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
    type: 'de_handelsregister',
    make: (r) => `${r.pick(['HRA', 'HRB'])} ${r.int(1000, 250_000)}`,
    wrong: (r) => `${r.pick(['HRX', 'HRZ'])} ${r.int(1000, 250_000)}`,
    sentences: [
      'Amtsgericht Hamburg, {v}',
      'Die Gesellschaft ist im Handelsregister unter {v} eingetragen.',
      '{"handelsregister": "{v}"}',
    ],
    talk: 'Der Auszug aus dem Handelsregister kostet zehn Euro.',
  },
  {
    type: 'de_plz',
    make: (r) => `${r.pick(['10', '20', '28', '50', '80'])}${r.digits(3)}`,
    wrong: (r) => r.digits(4),
    sentences: ['PLZ: {v}', 'Postleitzahl {v}, Ort Bremen', '{"plz": "{v}"}'],
    talk: 'Ohne Postleitzahl kommt der Brief später an; es nahmen 12345 Leute teil.',
  },
];
