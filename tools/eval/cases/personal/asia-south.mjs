/** Identifiers of India, Singapore, Thailand, Malaysia and the Philippines. Check digits are as their standards ask. */
import { verhoeff, weighted } from '../check-digits.mjs';
import { DIGITS, UPPER } from '../seeded.mjs';
import { birth } from './dates.mjs';

const BASE36 = DIGITS + UPPER;

function gstinCheck(body) {
  const sum = [...body].reduce((total, character, index) => {
    const product = BASE36.indexOf(character) * (index % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 36) + (product % 36);
  }, 0);
  return BASE36[(36 - (sum % 36)) % 36];
}

function pan(random) {
  return `${random.string(UPPER, 3)}P${random.string(UPPER, 1)}${random.digits(4)}${random.string(UPPER, 1)}`;
}

export const ASIA_SOUTH = [
  {
    type: 'in_aadhaar',
    make: (r) => {
      const body = `${r.int(2, 9)}${r.digits(10)}`;
      return (body + verhoeff(body)).replace(/(....)(....)(....)/, '$1 $2 $3');
    },
    wrong: (r) => {
      const body = `${r.int(2, 9)}${r.digits(10)}`;
      return (body + String((Number(verhoeff(body)) + 3) % 10)).replace(
        /(....)(....)(....)/,
        '$1 $2 $3',
      );
    },
    sentences: [
      'Aadhaar number: {v}',
      'My Aadhaar is {v}, please link it to the account.',
      '{"aadhaar": "{v}"}',
    ],
    talk: 'Link your Aadhaar with your bank account before the deadline.',
  },
  {
    type: 'in_pan',
    make: pan,
    wrong: (r) => `${r.string(UPPER, 4)}${r.digits(5)}${r.string(UPPER, 1)}`,
    sentences: [
      'PAN: {v}',
      'The PAN card number of the applicant is {v}.',
      '{"pan_number": "{v}"}',
    ],
    talk: 'Apply for a PAN card on the portal of the department.',
  },
  {
    type: 'in_gstin',
    make: (r) => {
      const body = `${r.pick(['27', '29', '07', '33'])}${pan(r)}1Z`;
      return body + gstinCheck(body);
    },
    wrong: (r) => `${r.pick(['45', '51', '88'])}${pan(r)}1X${r.digits(1)}`,
    sentences: ['GSTIN: {v}', 'Invoice to Meridian Traders, GSTIN {v}', '{"gstin": "{v}"}'],
    talk: 'GST is charged at eighteen percent on this service.',
  },
  {
    type: 'in_voter',
    make: (r) => `${r.string(UPPER, 3)}${r.digits(7)}`,
    wrong: (r) => `${r.string(UPPER, 2)}${r.digits(5)}`,
    sentences: [
      'Voter ID: {v}',
      'EPIC number {v} was found in the electoral roll.',
      '{"voter_id": "{v}"}',
    ],
    talk: 'Bring your voter ID to the polling station.',
  },
  {
    type: 'sg_fin',
    make: (r) => {
      const body = r.digits(7);
      const sum = weighted(body, [2, 7, 6, 5, 4, 3, 2]);
      return `S${body}${'JZIHGFEDCBA'[sum % 11]}`;
    },
    wrong: (r) => {
      const body = r.digits(7);
      const sum = weighted(body, [2, 7, 6, 5, 4, 3, 2]);
      return `S${body}${'JZIHGFEDCBA'[(sum + 4) % 11]}`;
    },
    sentences: ['NRIC: {v}', 'Visitor with NRIC {v} signed in at 9.', '{"nric": "{v}"}'],
    talk: 'Leave your NRIC at the reception desk.',
  },
  {
    type: 'sg_uen',
    make: (r) => `${r.int(2005, 2023)}${r.digits(5)}${r.pick([...'CDEGHKMNRWZ'])}`,
    wrong: (r) => `${r.int(3005, 3023)}${r.digits(4)}`,
    sentences: ['UEN: {v}', 'Registered in Singapore, UEN {v}', '{"uen": "{v}"}'],
    talk: 'A UEN is issued on incorporation.',
  },
  {
    type: 'th_tnin',
    make: (r) => {
      const body = `${r.int(1, 8)}${r.digits(11)}`;
      return `${body}${(11 - (weighted(body, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10}`;
    },
    wrong: (r) => {
      const body = `${r.int(1, 8)}${r.digits(11)}`;
      return `${body}${(14 - (weighted(body, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10}`;
    },
    sentences: [
      'เลขประจำตัวประชาชน {v}',
      'Thai national ID: {v}',
      '{"thai_id": "{v}", "name": "Somchai"}',
    ],
    talk: 'กรุณานำบัตรประชาชนมาด้วย',
  },
  {
    type: 'my_nric',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      return `${yy}${mm}${dd}-${r.pick(['01', '10', '14'])}-${r.digits(4)}`;
    },
    wrong: (r) => `${r.digits(2)}13${r.int(32, 39)}-${r.pick(['01', '10'])}-${r.digits(4)}`,
    sentences: ['MyKad: {v}', 'No. kad pengenalan {v}', '{"ic_number": "{v}", "country": "MY"}'],
    talk: 'Sila bawa kad pengenalan anda.',
  },
  {
    type: 'ph_tin',
    make: (r) => `${r.int(100, 499)}-${r.digits(3)}-${r.digits(3)}-000`,
    wrong: (r) => `${r.digits(2)}-${r.digits(3)}-${r.digits(2)}`,
    sentences: [
      'TIN: {v} (BIR)',
      'The BIR tax identification number is {v}.',
      '{"tin": "{v}", "country": "PH"}',
    ],
    talk: 'Register with the BIR to get a TIN.',
  },
];
