/** What is not bound to one country: mail, phones, cards, accounts, addresses of machines, births, homes. */
import { createHash } from 'node:crypto';

import { ibanCheck, luhn } from '../check-digits.mjs';
import { HEX, LOWER, UPPER } from '../seeded.mjs';
import { birth } from './dates.mjs';

const FIRST = ['anna', 'jonas', 'maria', 'li.wei', 'p.okafor', 'sofia_r', 'tom+news', 'k.ito'];
const DOMAINS = [
  'mail.example.net',
  'kontor.de',
  'acme-tools.com',
  'uni-nord.edu',
  'shop.co.uk',
  'empresa.com.br',
  'bücher.de',
];

const CARDS = [
  ['4', 16],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['3530', 16],
  ['36', 14],
];

/** The number of a payment card; with a shift, one whose last digit is wrong. */
export function card(random, shift = 0) {
  const [prefix, length] = random.pick(CARDS);
  const body = prefix + random.digits(length - prefix.length - 1);
  const number = body + String((Number(luhn(body)) + shift) % 10);
  return length === 16 && random.int(0, 1) === 1 ? number.replace(/(\d{4})(?=\d)/g, '$1 ') : number;
}

/** Countries with the form of their accounts: `n` digits, `a` capitals. */
const IBANS = [
  ['DE', 'n18'],
  ['FR', 'n10n11n2'],
  ['ES', 'n20'],
  ['IT', 'a1n22'],
  ['NL', 'a4n10'],
  ['GB', 'a4n14'],
  ['PL', 'n24'],
  ['CH', 'n17'],
  ['AT', 'n16'],
  ['BE', 'n12'],
  ['SE', 'n20'],
  ['DK', 'n14'],
  ['NO', 'n11'],
  ['FI', 'n14'],
  ['PT', 'n21'],
  ['IE', 'a4n14'],
];

/** The number of a bank account; with a shift, one whose check digits are wrong. */
export function iban(random, shift = 0) {
  const [country, form] = random.pick(IBANS);
  const account = form.replace(/([an])(\d+)/g, (_, kind, length) =>
    random.string(kind === 'n' ? '0123456789' : UPPER, Number(length)),
  );
  const check = String(
    ((Number(ibanCheck(country, account)) + shift) % 97) + (shift === 0 ? 0 : 1),
  ).padStart(2, '0');
  const compact = country + check + account;
  return random.int(0, 1) === 1 ? compact.replace(/(.{4})(?=.)/g, '$1 ') : compact;
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function bitcoin(random) {
  const payload = Buffer.concat([Buffer.from([random.pick([0, 5])]), random.bytes(20)]);
  const twice = createHash('sha256').update(createHash('sha256').update(payload).digest()).digest();
  let value = BigInt(`0x${Buffer.concat([payload, twice.subarray(0, 4)]).toString('hex')}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = BASE58[Number(value % 58n)] + text;
  return payload[0] === 0 ? `1${text}` : text;
}

function email(random) {
  return `${random.pick(FIRST)}${random.digits(2)}@${random.pick(DOMAINS)}`;
}

function phone(random) {
  return random.pick([
    () => `+49 30 ${random.int(2, 9)}${random.digits(6)}`,
    () => `+44 20 7946 0${random.digits(3)}`,
    () => `(${random.pick([212, 415, 312, 617])}) 555-0${random.int(100, 199)}`,
    () => `+1-${random.pick([212, 415, 312])}-${random.int(220, 989)}-${random.digits(4)}`,
    () => `+33 6 ${random.digits(2)} ${random.digits(2)} ${random.digits(2)} ${random.digits(2)}`,
    () => `+91 98${random.digits(3)} ${random.digits(5)}`,
    () => `+81 90-${random.int(1000, 9999)}-${random.digits(4)}`,
    () => `+55 11 9${random.int(1000, 9999)}-${random.digits(4)}`,
  ])();
}

const STREETS = ['Maple Street', 'Oak Avenue', 'King Road', 'Lincoln Blvd', 'Hill Drive'];
const ORTE = ['Hauptstraße', 'Lindenweg', 'Bahnhofstr.', 'Goetheplatz'];

export const EVERYWHERE = [
  {
    type: 'email',
    make: email,
    wrong: (r) => `${r.pick(FIRST)}@${r.pick(['localhost', 'the-door', '2x'])}`,
    sentences: [
      'Please write to {v} before noon.',
      '{"user": {"email": "{v}"}}',
      'From: Anna <{v}>\nSubject: offer',
      '| Jonas | {v} | sales |',
      'mailto:{v}?subject=hello',
      'user {v} logged in from the office',
    ],
    talk: 'Mention @platform in the channel and npm install @types/node@20 on your machine.',
  },
  {
    type: 'phone',
    make: phone,
    wrong: (r) =>
      r.pick([
        () => `${r.digits(3)}.${r.digits(2)}`,
        () => `v${r.int(1, 9)}.${r.int(10, 99)}.${r.int(100, 999)}`,
        () => `${r.int(10, 40)} x ${r.int(10, 40)}`,
      ])(),
    sentences: [
      'Call me on {v} after five.',
      '{"contact": {"phone": "{v}"}}',
      'Tel.: {v}',
      'Mobile {v}, or leave a message',
      'Rufen Sie mich unter {v} an.',
      'phone,{v},home',
    ],
    talk: 'The meeting ran from 10:30 to 11:45, in rooms 204 to 208.',
  },
  {
    type: 'card',
    make: card,
    wrong: (r) => card(r, 3),
    sentences: [
      'Charge it to {v}, please.',
      '{"card_number": "{v}", "exp": "09/28"}',
      'Card: {v}',
      'paid with {v} on 2025-02-11',
      'Meine Kreditkarte {v} wurde gesperrt.',
      'card={v}&amount=12.50',
    ],
    talk: 'We accept all major credit cards; order 40012345 was paid in cash.',
  },
  {
    type: 'card_security_code',
    make: (r) => r.digits(3),
    wrong: (r) => r.string(LOWER, 3),
    sentences: ['CVV: {v}', 'card ending 4242, security code {v}', '{"cvc": "{v}"}'],
    talk: 'The CVV is printed on the back of the card.',
  },
  {
    type: 'iban',
    make: iban,
    wrong: (r) => iban(r, 5),
    sentences: [
      'IBAN: {v}',
      'Bitte überweisen Sie auf {v} bis Freitag.',
      '{"iban": "{v}", "currency": "EUR"}',
      'Refund to account {v} was sent.',
      'Mon compte : {v}',
    ],
    talk: 'The IBAN has up to 34 characters and starts with the country.',
  },
  {
    type: 'swift_bic',
    make: (r) =>
      r.pick(['DEUTDEFF', 'COBADEFFXXX', 'BNPAFRPP', 'NWBKGB2L', 'CHASUS33', 'UBSWCHZH80A']),
    wrong: (r) => `${r.string(UPPER, 4)}QQ${r.digits(2)}`,
    sentences: ['BIC: {v}', 'SWIFT code {v}, beneficiary Nordlicht GmbH', '{"swift": "{v}"}'],
    talk: 'International payments go through the SWIFT network.',
  },
  {
    type: 'sort_code',
    make: (r) => `${r.int(10, 60)}-${r.digits(2)}-${r.digits(2)}`,
    wrong: (r) => `${r.digits(2)}-${r.digits(3)}`,
    sentences: [
      'Sort code: {v}',
      'sort code {v}, account in the name of J. Moss',
      '{"sort_code": "{v}"}',
    ],
    talk: 'Please sort the codes by region.',
  },
  {
    type: 'crypto_address',
    make: (r) => r.pick([() => bitcoin(r), () => `0x${r.string(HEX, 40)}`])(),
    wrong: (r) => `1${r.string(BASE58, 33)}`,
    sentences: [
      'Send it to the wallet {v} today.',
      'BTC address: {v}',
      '{"wallet_address": "{v}"}',
    ],
    talk: 'Bitcoin addresses start with 1, 3 or bc1.',
  },
  {
    type: 'ip',
    make: (r) =>
      r.pick([
        () => `${r.pick([8, 52, 93, 185, 203])}.${r.int(1, 254)}.${r.int(1, 254)}.${r.int(1, 254)}`,
        () => `2a02:${r.hex(3)}${r.int(1, 9)}:${r.hex(4)}::${r.int(1, 9)}${r.hex(3)}`,
      ])(),
    wrong: (r) =>
      r.pick([
        () => `${r.int(256, 999)}.${r.int(1, 254)}.${r.int(1, 254)}.${r.int(1, 254)}`,
        () => `${r.int(1, 9)}.${r.int(10, 20)}.${r.int(0, 9)}`,
      ])(),
    sentences: [
      'Login from {v} was refused.',
      '{v} - - [04/Mar/2025:10:11:12 +0000] "GET / HTTP/1.1" 200 512',
      '{"client_ip": "{v}"}',
      'X-Forwarded-For: {v}',
      'ping {v} takes 12 ms',
    ],
    talk: 'Release 10.4.2 of the driver needs kernel 6.1.0 and OpenSSL 3.0.11.',
  },
  {
    type: 'mac',
    make: (r) => Array.from({ length: 6 }, () => r.hex(2)).join(r.pick([':', '-'])),
    wrong: (r) => Array.from({ length: 4 }, () => r.hex(2)).join(':'),
    sentences: ['MAC address: {v}', 'device {v} joined the network', '{"mac": "{v}"}'],
    talk: 'A MAC address has six groups of two hexadecimal digits.',
  },
  {
    type: 'imei',
    make: (r) => {
      const body = `35${r.digits(12)}`;
      return body + luhn(body);
    },
    wrong: (r) => {
      const body = `35${r.digits(12)}`;
      return body + String((Number(luhn(body)) + 3) % 10);
    },
    sentences: ['IMEI: {v}', 'The stolen phone has the IMEI {v}.', '{"imei": "{v}"}'],
    talk: 'Dial *#06# to see the IMEI of your phone.',
  },
  {
    type: 'dob',
    make: (r) => {
      const { year, mm, dd } = birth(r);
      return r.pick([`${year}-${mm}-${dd}`, `${dd}.${mm}.${year}`, `${mm}/${dd}/${year}`]);
    },
    wrong: (r) => `${r.int(2024, 2026)}-${r.int(13, 19)}-${r.int(32, 39)}`,
    sentences: [
      'Date of birth: {v}',
      'He was born on {v} in Graz.',
      '{"date_of_birth": "{v}"}',
      'Geburtsdatum: {v}',
      'DOB {v}, male',
    ],
    talk: 'The release is planned for 2025-06-30, the review for 12.05.2025.',
  },
  {
    type: 'address',
    make: (r) =>
      `${r.int(10, 9999)} ${r.pick(STREETS)}${r.pick(['', `, Springfield, IL 62${r.digits(3)}`])}`,
    wrong: (r) => `${r.int(2, 90)} ${r.pick(['street lamps', 'avenues of trees', 'roads'])}`,
    sentences: [
      'She lives at {v}, second floor.',
      'Ship to: {v}',
      'My address is {v}.',
      '{"address": "{v}"}',
    ],
    talk: 'The road to the station is closed, use the street behind the market.',
  },
  {
    type: 'address',
    make: (r) => `${r.pick(ORTE)} ${r.int(1, 120)}${r.pick(['', `, 28${r.digits(3)} Bremen`])}`,
    wrong: (r) => `${r.pick(['Straßenbahn', 'Wegbeschreibung', 'Platzkarte'])} ${r.int(1, 120)}`,
    sentences: ['Anschrift: {v}', 'Wir treffen uns in der {v}.', '{"anschrift": "{v}"}'],
    talk: 'Die Straße zum Bahnhof ist gesperrt, bitte nehmen Sie den Weg am Markt.',
  },
];
