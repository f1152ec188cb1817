import { IBAN_LENGTHS } from '../../validators/iban.ts';
import { NUMBER_END, NUMBER_START, personal, words } from '../pii/shape.ts';

/** One alternative for each length, so that the words after an account number are never taken for a part of it. */
const IBAN_FORMS = [...new Set(IBAN_LENGTHS.values())]
  .sort((left, right) => right - left)
  .map((length) => {
    const countries = [...IBAN_LENGTHS]
      .filter(([, other]) => other === length)
      .map(([country]) => country);
    return `(?:${countries.join('|')})[0-9]{2}(?:[ -]?[A-Z0-9]){${length - 4}}`;
  })
  .join('|');

/** Bank accounts. */
export const ACCOUNT_RULES = [
  personal({
    id: 'iban',
    type: 'iban',
    tags: ['personal.financial.iban'],
    lead: { class: 'A-Z', max: 2 },
    pattern: `(?<![0-9A-Za-z_])(?:${IBAN_FORMS})(?![0-9A-Za-z_])`,
    maxLength: 64,
    confidence: 0.9,
    priority: 80,
    generic: true,
    validator: 'iban',
    source: 'https://www.swift.com/standards/data-standards/iban-international-bank-account-number',
    examples: {
      positive: [
        'IBAN DE89 3704 0044 0532 0130 00 please',
        'GB82WEST12345698765432',
        'FR14 2004 1010 0505 0001 3M02 606',
      ],
      negative: ['DE89 3704 0044 0532 0130 01', 'GB82 WEST 1234', 'XX82WEST12345698765432'],
    },
  }),
  personal({
    id: 'aba-routing',
    type: 'aba_routing',
    tags: ['personal.financial.routing'],
    pattern: `${NUMBER_START}[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]${NUMBER_END}`,
    maxLength: 11,
    confidence: 0.6,
    priority: 105,
    generic: true,
    validator: 'abaRouting',
    context: {
      words: words('aba|routing|routing number|rtn|bank|transit|ach|wire'),
      window: 40,
      required: true,
      boost: 0.2,
    },
    source: 'https://www.aba.com/about-us/routing-number',
    examples: {
      positive: ['routing number 021000021', 'ABA: 011000015'],
      negative: ['routing number 021000022', 'order 021000021', 'routing 000000000'],
    },
  }),
  personal({
    id: 'swift-bic',
    type: 'swift_bic',
    tags: ['personal.financial.bic'],
    anchors: ['SWIFT', 'BIC:', 'BIC ', 'BIC=', 'bic:', 'bic ', 'Swift', 'swift'],
    mode: 'sticky',
    pattern:
      '(?<![A-Za-z])(?:(?:SWIFT|Swift|swift)(?=[^A-Za-z]{0,3}(?:[:=#]|BIC|bic|[Cc]ode|CODE|id |ID |is ))(?:[/ -]{1,2}(?:BIC|bic|code|Code|CODE|id|ID)){0,2}|BIC|bic)(?:[ -](?:code|Code|CODE|number))?["\']?[ ]?[:=#]?[ ]?(?:is )?["\']?(?<value>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![A-Za-z0-9])',
    maxLength: 72,
    confidence: 0.85,
    generic: true,
    validator: 'swiftBic',
    source: 'https://www.swift.com/standards/data-standards/bic-business-identifier-code',
    examples: {
      positive: ['SWIFT code: DEUTDEFF', 'BIC COBADEFFXXX', '"bic: NWBKGB2L"'],
      negative: ['SWIFT LANGUAGE', 'the Swift compiler', 'BIC DEUTZZFF'],
    },
  }),
  personal({
    id: 'bank-account',
    type: 'account',
    tags: ['personal.financial.account'],
    pattern: `${NUMBER_START}[0-9]{6,17}${NUMBER_END}`,
    maxLength: 17,
    confidence: 0.55,
    priority: 150,
    context: {
      words: words(
        'account number|account no|account #|acct|acct number|acct no|bank account|checking account|savings account|account num|kontonummer|numéro de compte|número de cuenta',
      ),
      window: 32,
      required: true,
      boost: 0.25,
    },
    source: 'https://www.iso.org/standard/81090.html',
    examples: {
      positive: ['account number 12345678', 'acct: 000123456789'],
      negative: ['id 12345678', 'account number pending', 'account no 12'],
    },
  }),
  personal({
    id: 'uk-sort-code',
    type: 'sort_code',
    tags: ['personal.financial.routing'],
    pattern: `${NUMBER_START}[0-9]{2}[- ]?[0-9]{2}[- ]?[0-9]{2}${NUMBER_END}`,
    maxLength: 8,
    confidence: 0.6,
    priority: 110,
    context: {
      words: words('sort code|sort-code|sortcode'),
      window: 32,
      required: true,
      boost: 0.25,
    },
    source: 'https://www.wearepay.uk/what-we-do/payment-systems/bacs-payment-system/',
    examples: {
      positive: ['sort code 12-34-56', 'Sort-code: 404784'],
      negative: ['date 12-34-56', 'sort code unknown'],
    },
  }),
];
