/** Identifiers of Asia and the Pacific, with the check digits that their standards ask for. */
import { luhn, mod112, verhoeff, weighted } from '../check-digits.mjs';
import { DIGITS, UPPER } from '../seeded.mjs';
import { birth } from './dates.mjs';

const BASE36 = DIGITS + UPPER;
const TAIWAN = { A: 10, B: 11, C: 12, D: 13, E: 14, F: 15, G: 16, H: 17, N: 22, P: 23 };

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

function resident(random, genders) {
  const { yy, mm, dd } = birth(random, 1960, 1999);
  const body = `${yy}${mm}${dd}${random.pick(genders)}${random.digits(5)}`;
  return { body, sum: weighted(body, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) };
}

const dashed = (digits) => `${digits.slice(0, 6)}-${digits.slice(6)}`;

function until(make) {
  for (;;) {
    const value = make();
    if (value !== undefined) return value;
  }
}

export const ASIA_PACIFIC = [
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
    type: 'kr_rrn',
    make: (r) => {
      const { body, sum } = resident(r, [1, 2]);
      return dashed(body + String((11 - (sum % 11)) % 10));
    },
    wrong: (r) => `${r.digits(2)}13${r.int(32, 39)}-1${r.digits(6)}`,
    sentences: [
      '주민등록번호: {v}',
      '고객의 주민등록번호는 {v} 입니다.',
      '{"resident_registration_number": "{v}"}',
    ],
    talk: '주민등록번호 뒷자리는 입력하지 마세요.',
  },
  {
    type: 'kr_frn',
    make: (r) => {
      const { body, sum } = resident(r, [5, 6]);
      return dashed(body + String((13 - (sum % 11)) % 10));
    },
    wrong: (r) => `${r.digits(2)}13${r.int(32, 39)}-5${r.digits(6)}`,
    sentences: [
      '외국인등록번호: {v}',
      '외국인등록번호 {v} 확인 바랍니다.',
      'Alien registration number (Korea): {v}',
    ],
    talk: '외국인등록증은 출입국관리사무소에서 발급합니다.',
  },
  {
    type: 'kr_brn',
    make: (r) => {
      const body = `${r.int(101, 899)}81${r.digits(4)}`;
      const sum =
        weighted(body, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor((Number(body[8]) * 5) / 10);
      return `${body}${(10 - (sum % 10)) % 10}`.replace(/^(...)(..)(.....)$/, '$1-$2-$3');
    },
    wrong: (r) => {
      const body = `${r.int(101, 899)}81${r.digits(4)}`;
      const sum =
        weighted(body, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor((Number(body[8]) * 5) / 10);
      return `${body}${(13 - (sum % 10)) % 10}`.replace(/^(...)(..)(.....)$/, '$1-$2-$3');
    },
    sentences: [
      '사업자등록번호: {v}',
      '사업자등록번호 {v} (주)한빛',
      'Business registration number (Korea) {v}',
    ],
    talk: '사업자등록은 세무서에서 합니다.',
  },
  {
    type: 'kr_driver_license',
    make: (r) => `${r.int(11, 26)}-${r.digits(2)}-${r.digits(6)}-${r.digits(2)}`,
    wrong: (r) => `${r.int(51, 79)}-${r.digits(2)}-${r.digits(3)}-${r.digits(2)}`,
    sentences: ['운전면허번호: {v}', '운전면허 {v} 갱신 대상입니다.', '{"운전면허번호": "{v}"}'],
    talk: '운전면허 갱신은 십 년마다 합니다.',
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
    type: 'cn_resident_id',
    make: (r) => {
      const { year, mm, dd } = birth(r);
      const body = `${r.pick(['110105', '310104', '440305'])}${year}${mm}${dd}${r.digits(3)}`;
      return body + mod112(body);
    },
    wrong: (r) => {
      const { year, mm } = birth(r);
      return `110105${year}${mm}${r.int(41, 59)}${r.digits(4)}`;
    },
    sentences: [
      '身份证号:{v}',
      '客户身份证号码为 {v},请核对。',
      '{"id_card": "{v}", "name": "王芳"}',
    ],
    talk: '请携带本人身份证办理业务。',
  },
  {
    type: 'tw_national_id',
    make: (r) => {
      const letter = r.pick(Object.keys(TAIWAN));
      const body = `${r.int(1, 2)}${r.digits(7)}`;
      const code = TAIWAN[letter];
      const sum =
        Math.floor(code / 10) + (code % 10) * 9 + weighted(body, [8, 7, 6, 5, 4, 3, 2, 1]);
      return `${letter}${body}${(10 - (sum % 10)) % 10}`;
    },
    wrong: (r) => `${r.pick(['A', 'B'])}7${r.digits(8)}`,
    sentences: ['身分證字號:{v}', 'Taiwan national ID {v}', '{"身分證字號": "{v}"}'],
    talk: '領取包裹時請出示身分證。',
  },
  {
    type: 'hk_id_card',
    make: (r) => {
      const letter = r.pick([...'ABCGKZ']);
      const body = r.digits(6);
      const sum = 36 * 9 + (letter.charCodeAt(0) - 55) * 8 + weighted(body, [7, 6, 5, 4, 3, 2]);
      const check = (11 - (sum % 11)) % 11;
      return `${letter}${body}(${check === 10 ? 'A' : check})`;
    },
    wrong: (r) => {
      const letter = r.pick([...'ABCGKZ']);
      const body = r.digits(6);
      const sum = 36 * 9 + (letter.charCodeAt(0) - 55) * 8 + weighted(body, [7, 6, 5, 4, 3, 2]);
      const check = (14 - (sum % 11)) % 11;
      return `${letter}${body}(${check === 10 ? 'A' : check})`;
    },
    sentences: ['HKID: {v}', '香港身份證號碼 {v}', '{"hkid": "{v}"}'],
    talk: 'Your HKID will be returned at the counter.',
  },
  {
    type: 'jp_my_number',
    make: (r) => {
      const body = r.digits(11);
      const rest = weighted(body, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return body + String(rest <= 1 ? 0 : 11 - rest);
    },
    wrong: (r) => {
      const body = r.digits(11);
      const rest = weighted(body, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return body + String(((rest <= 1 ? 0 : 11 - rest) + 3) % 10);
    },
    sentences: ['マイナンバー: {v}', '個人番号は {v} です。', 'My Number (Japan): {v}'],
    talk: 'マイナンバーカードの申請は市役所で受け付けています。',
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
