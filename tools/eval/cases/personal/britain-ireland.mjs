/** Identifiers of the United Kingdom and Ireland. Check digits are as their standards ask. */
import { weighted } from '../check-digits.mjs';
import { UPPER } from '../seeded.mjs';
import { until } from './until.mjs';

const PPS = 'WABCDEFGHIJKLMNOPQRSTUV';

export const BRITAIN_IRELAND = [
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
