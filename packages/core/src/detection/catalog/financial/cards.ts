import { NOT_BEFORE_TABLE, NOT_IN_TABLE, personal, words } from '../pii/shape.ts';

/** Payment cards. */
export const CARD_RULES = [
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
      positive: [
        'card 4111 1111 1111 1111',
        '4111 1111 1111 1111 5500 0000 0000 0004',
        'amex 3782 822463 10005',
        '6011-1111-1111-1117',
      ],
      negative: ['4111 1111 1111 1112', '5474 5466 5498 5463 5467 5464', '4111 1111 1111'],
    },
  }),
  personal({
    id: 'payment-card-context',
    type: 'card',
    tags: ['personal.financial.card'],
    pattern:
      '(?<![0-9A-Za-z_.-])(?:[0-9]{12,19}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}(?:[ -][0-9]{1,4}(?:[ -][0-9]{1,3})?)?|[0-9]{4}[ -][0-9]{6}[ -][0-9]{4,5})(?![0-9A-Za-z_-]|\\.[0-9])',
    maxLength: 34,
    confidence: 0.5,
    priority: 120,
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
    pattern:
      '(?<![0-9A-Za-z_]|[0-9][ .,/-]|[Ee]nding (?:in )?)[0-9]{3,4}(?![0-9A-Za-z_]|[ .,/-][0-9])',
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
      negative: ['code 123', 'cvv 12', 'card ending 4242, security code?'],
    },
  }),
];
