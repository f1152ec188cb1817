import { IBAN_LENGTHS } from '../validators/iban.ts';
import {
  NOT_BEFORE_TABLE,
  NOT_IN_TABLE,
  NUMBER_END,
  NUMBER_START,
  personal,
  words,
} from './pii/shape.ts';

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

/** Cards, accounts and wallets. */
export const FINANCIAL_RULES = [
  personal({
    id: 'payment-card',
    type: 'card',
    tags: ['personal.financial.card'],
    pattern:
      '(?<![0-9A-Za-z_.-])(?:[2-69][0-9]{12,18}|(?:1800|2131)[0-9]{11})(?![0-9A-Za-z_-]|\\.[0-9])',
    maxLength: 19,
    confidence: 0.8,
    priority: 90,
    generic: true,
    validator: 'card',
    source: 'https://www.iso.org/standard/70484.html',
    examples: {
      positive: ['pay with 5555555555554444', '"pan":"4111111111111111"'],
      negative: [
        '4111111111111112',
        'epoch 1700000000000',
        'order 1234567890123456',
        '0.4111111111111111',
        '4444444444444444',
      ],
    },
  }),
  personal({
    id: 'payment-card-grouped',
    type: 'card',
    tags: ['personal.financial.card'],
    pattern: `(?<![0-9A-Za-z_.-])${NOT_IN_TABLE}[2-69][0-9]{3}(?:(?:-[0-9]{4}){3}|(?: [0-9]{4}){3}(?: [0-9]{3})?${NOT_BEFORE_TABLE}|[ -][0-9]{6}[ -][0-9]{4,5})(?![0-9A-Za-z_-]|\\.[0-9])`,
    maxLength: 23,
    confidence: 0.8,
    priority: 90,
    generic: true,
    validator: 'card',
    source: 'https://www.iso.org/standard/70484.html',
    examples: {
      positive: ['card 4111 1111 1111 1111', 'amex 3782 822463 10005', '6011-1111-1111-1117'],
      negative: ['4111 1111 1111 1112', '5474 5466 5498 5463 5467 5464', '4111 1111 1111'],
    },
  }),
  personal({
    id: 'payment-card-context',
    type: 'card',
    tags: ['personal.financial.card'],
    pattern: '(?<![0-9A-Za-z_.-])[0-9]{4}(?:[ -]?[0-9]){8,15}(?![0-9A-Za-z_-]|\\.[0-9])',
    maxLength: 34,
    confidence: 0.5,
    priority: 95,
    generic: true,
    validator: 'luhn',
    context: {
      words: words(
        'card|cards|credit card|debit card|cc|visa|mastercard|maestro|amex|jcb|discover|card number|kreditkarte|carte bancaire|tarjeta|carta di credito|cartão',
      ),
      window: 40,
      required: true,
      boost: 0.1,
    },
    source: 'https://www.iso.org/standard/70484.html',
    examples: {
      positive: ['my card 3593156708213738', 'credit card: 5038 0205 3770'],
      negative: ['card 3593156708213739', 'order 3593156708213738', 'card 12'],
    },
  }),
  personal({
    id: 'card-security-code',
    type: 'card_security_code',
    tags: ['personal.financial.card'],
    pattern: '(?<![0-9A-Za-z_]|[0-9][ .,/-])[0-9]{3,4}(?![0-9A-Za-z_]|[ .,/-][0-9])',
    maxLength: 4,
    confidence: 0.6,
    priority: 140,
    context: {
      words: words('cvv|cvc|cvv2|cvc2|csc|security code|card verification'),
      window: 16,
      required: true,
      boost: 0.2,
    },
    source: 'https://www.pcisecuritystandards.org/glossary/',
    examples: {
      positive: ['CVV: 123', 'security code 9876'],
      negative: ['code 123', 'cvv 12'],
    },
  }),
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
  personal({
    id: 'bitcoin-address',
    type: 'crypto_address',
    tags: ['personal.financial.crypto'],
    pattern: '(?<![0-9A-Za-z_])[13][1-9A-HJ-NP-Za-km-z]{25,34}(?![0-9A-Za-z_])',
    maxLength: 35,
    confidence: 0.8,
    generic: true,
    validator: 'bitcoinAddress',
    source: 'https://developer.bitcoin.org/reference/transactions.html',
    examples: {
      positive: ['pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'],
      negative: ['1BoatSLRHtKNngkdXEeobR76b53LETtpyU', '3fakefakefakefakefakefakefake'],
    },
  }),
  personal({
    id: 'bitcoin-segwit-address',
    type: 'crypto_address',
    tags: ['personal.financial.crypto'],
    anchors: ['bc1q', 'bc1p', 'BC1Q', 'BC1P'],
    mode: 'sticky',
    pattern:
      '(?<![0-9A-Za-z_])(?:bc1[02-9ac-hj-np-z]{11,71}|BC1[02-9AC-HJ-NP-Z]{11,71})(?![0-9A-Za-z_])',
    maxLength: 74,
    confidence: 0.8,
    generic: true,
    validator: 'bitcoinAddress',
    source: 'https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki',
    examples: {
      positive: [
        'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
        'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
      ],
      negative: ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5', 'bc1queue'],
    },
  }),
  personal({
    id: 'ethereum-address',
    type: 'crypto_address',
    tags: ['personal.financial.crypto'],
    pattern: '(?<![0-9A-Za-z_])0x[0-9a-fA-F]{40}(?![0-9A-Za-z_])',
    maxLength: 42,
    confidence: 0.8,
    generic: true,
    validator: 'ethereumAddress',
    source: 'https://eips.ethereum.org/EIPS/eip-55',
    examples: {
      positive: [
        'to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
        '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359',
      ],
      negative: [
        '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD',
        '0x0000000000000000000000000000000000000000',
        '0xdeadbeef',
      ],
    },
  }),
];
