/** Identifiers of Korea, China, Taiwan, Hong Kong and Japan. Check digits are as their standards ask. */
import { mod112, weighted } from '../check-digits.mjs';
import { birth } from './dates.mjs';

const TAIWAN = { A: 10, B: 11, C: 12, D: 13, E: 14, F: 15, G: 16, H: 17, N: 22, P: 23 };

function resident(random, genders) {
  const { yy, mm, dd } = birth(random, 1960, 1999);
  const body = `${yy}${mm}${dd}${random.pick(genders)}${random.digits(5)}`;
  return { body, sum: weighted(body, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) };
}

const dashed = (digits) => `${digits.slice(0, 6)}-${digits.slice(6)}`;

export const ASIA_EAST = [
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
];
