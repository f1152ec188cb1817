import { national } from './shape.ts';

/** Passports: most countries number them with one to three letters and six to nine digits. */
export const PASSPORT_RULES = [
  national({
    id: 'passport',
    type: 'passport',
    kind: 'passport',
    near: 'passport|passports|passport number|passport no|travel document|reisepass|pass-nr|passnummer|passeport|pasaporte|passaporto|passaporte|paspoort|paspoortnummer|pass nummer|여권|여권번호|パスポート|护照|паспорт',
    lead: { class: 'A-Za-z', max: 3 },
    ignoreCase: true,
    pattern:
      '(?:[A-Z]{1,3}[0-9]{6,9}[A-Z]?|[0-9]{9}|[0-9]{2}[A-Z]{2}[0-9]{5}|[A-Z][0-9]{3}[A-Z][0-9]{4}|[CFGHJK][0-9CFGHJKLMNPRTVWXYZ]{8}[0-9]?)',
    maxLength: 13,
    confidence: 0.65,
    priority: 110,
    source: 'https://www.icao.int/publications/doc-series/doc-9303',
    examples: {
      positive: [
        'my passport number is A12345678',
        'Passport: 912803456',
        'Mi pasaporte es AAA123456',
        '여권번호는 M789C1234입니다',
      ],
      negative: ['part A12345678', 'passport renewal takes 12345 days', 'passport photo 2024'],
    },
  }),
];
