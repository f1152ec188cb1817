import { national } from './shape.ts';

/** Numbers of Australia and New Zealand. */
export const OCEANIA_RULES = [
  national({
    id: 'au-tax-file-number',
    type: 'au_tfn',
    kind: 'tax_id',
    near: 'tfn|tax file number|tax file',
    pattern: '[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}',
    maxLength: 11,
    validator: 'auTfn',
    source:
      'https://www.ato.gov.au/individuals-and-families/tax-file-number/what-is-a-tax-file-number',
    examples: {
      positive: ['TFN 876 543 210', 'tax file number: 876543210'],
      negative: ['TFN 876 543 211', 'id 876543210'],
    },
  }),
  national({
    id: 'au-abn',
    type: 'au_abn',
    kind: 'tax_id',
    near: 'abn|australian business number|business number',
    alone: true,
    pattern: '[1-9][0-9] [0-9]{3} [0-9]{3} [0-9]{3}',
    maxLength: 14,
    validator: 'auAbn',
    source: 'https://abr.business.gov.au/Help/AbnFormat',
    examples: {
      positive: ['ABN 51 824 753 556', '51 824 753 556'],
      negative: ['52 824 753 556', '51824753556'],
    },
  }),
  national({
    id: 'au-abn-plain',
    type: 'au_abn',
    kind: 'tax_id',
    near: 'abn|australian business number',
    pattern: '[1-9][0-9]{10}',
    maxLength: 11,
    validator: 'auAbn',
    source: 'https://abr.business.gov.au/Help/AbnFormat',
    examples: {
      positive: ['ABN 51824753556', 'abn: 51824753556'],
      negative: ['ABN 51824753557', 'id 51824753556'],
    },
  }),
  national({
    id: 'au-acn',
    type: 'au_acn',
    kind: 'tax_id',
    near: 'acn|australian company number|company number',
    pattern: '[0-9]{3} ?[0-9]{3} ?[0-9]{3}',
    maxLength: 11,
    validator: 'auAcn',
    source:
      'https://asic.gov.au/for-business/registering-a-company/steps-to-register-a-company/australian-company-numbers/australian-company-number-digit-check/',
    examples: {
      positive: ['ACN 004 085 616', 'acn: 006249976'],
      negative: ['ACN 004 085 617', 'id 004085616'],
    },
  }),
  national({
    id: 'au-medicare',
    type: 'au_medicare',
    kind: 'health_id',
    near: 'medicare|medicare card|medicare number',
    pattern: '[2-6][0-9]{3}[ -]?[0-9]{5}[ -]?[0-9](?:[ /-]?[0-9])?',
    maxLength: 14,
    validator: 'auMedicare',
    source: 'https://meteor.aihw.gov.au/content/270101',
    examples: {
      positive: ['Medicare 2123 45670 1, line 1', 'medicare card: 2123456701'],
      negative: ['Medicare 2123 45671 1', 'id 2123456701'],
    },
  }),
  national({
    id: 'nz-ird',
    type: 'nz_ird',
    kind: 'tax_id',
    near: 'ird|ird number|inland revenue',
    pattern: '[0-9]{2,3}[- ]?[0-9]{3}[- ]?[0-9]{3}',
    maxLength: 11,
    validator: 'nzIrd',
    source: 'https://www.ird.govt.nz/managing-my-tax/ird-numbers',
    examples: {
      positive: ['IRD 49-091-850', 'ird number: 136410132'],
      negative: ['IRD 49-091-851', 'id 49091850'],
    },
  }),
];
