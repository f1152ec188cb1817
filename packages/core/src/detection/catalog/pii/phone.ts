import { NOT_IN_TABLE, NUMBER_END, personal, words } from './shape.ts';

/** Words that stand beside a phone number. */
const PHONE_WORDS = words(
  'call|calls|called|calling|phone|phones|telephone|tel|text|texted|sms|mobile|mob|cell|cellphone|fax|dial|ring|whatsapp|phone number|' +
    'contact|contact number|hotline|helpline|reach|reachable|voicemail|ph|handy|telefon|telefono|teléfono|téléphone|telefone|celular|móvil|' +
    'rufnummer|landline|extension|ext|telefonnummer|numéro|cellulare|mobiel|telefoon|telefoonnummer|puhelin|tlf|gsm|cep',
);

/** Those that name nothing else. */
const SHORT_WORDS = words(
  'phone|telephone|tel|mobile|fax|phone number|telefon|telefono|teléfono|téléphone|telefone|telefoon|puhelin|tlf|rufnummer',
);

/** And words for being reached there. */
const NUMBER_WORDS = [...PHONE_WORDS, ...words('answering|messages to|registered|my number')];

/** Words that only together with the form of a number of some country speak of a phone. */
const REACH_WORDS = [
  ...NUMBER_WORDS,
  ...words(
    'answer|answers|answering|messages|registered|registered number|number is|my number|desk|office|home|work|direct|line|' +
      'callback|call back|pager|phone line|switchboard|emergency contact',
  ),
];

/** What the kind of a number is called behind it, in a signature. */
const LABEL =
  '(?:[Oo]ffice|[Ff]ax|[Mm]obile|[Hh]ome|[Ww]ork|[Dd]esk|[Cc]ell|[Pp]hone|[Tt]el|[Dd]irect|[Mm]ain)';

/** Not cut out of a longer number, an amount, a path or a query; the number before it in a list is none of these. */
const BEFORE = '(?<![0-9A-Za-z_$€£=&?#/.-]|(?<![0-9]{3}[ .-][0-9]{3})[0-9][ ,:()])';
const EXTENSION = '(?:,? ?(?:ext\\.?|x|#) ?[0-9]{1,6})?';

/** Phone numbers: international, North American, local and other national forms. */
export const PHONE_RULES = [
  personal({
    id: 'phone-international',
    type: 'phone',
    tags: ['personal.pii.phone'],
    lead: { class: '+(', max: 2 },
    pattern:
      '(?<![0-9A-Za-z_+)\\]])\\(?(?<value>\\+(?:1(?:[ .()-]{0,3}[0-9]){10}|[2-9](?:[ .()/-]{0,3}[0-9]){6,14})(?<!\\.[0-9]))(?!\\.?[0-9])',
    maxLength: 60,
    confidence: 0.85,
    generic: true,
    validator: 'internationalPhone',
    weak: true,
    source: 'https://www.itu.int/rec/T-REC-E.164',
    examples: {
      positive: [
        'call +1 212 555 0142',
        'tel:+442079460958',
        '+49 30 5550 0142',
        'fax (+33) 1 99 00 12 34',
      ],
      negative: ['2 + 2', 'a gain of +1000000 points', '+000 123 4567', 'C++20240101', 'UTC+02:00'],
    },
  }),
  personal({
    id: 'phone-nanp',
    type: 'phone',
    tags: ['personal.pii.phone'],
    lead: { class: '(', max: 1 },
    pattern: `${BEFORE}(?:1[ .-])?(?:\\([2-9][0-9]{2}\\) ?[2-9][0-9]{2}[ .-]?|[2-9][0-9]{2}[ .-][2-9][0-9]{2}[ .-])[0-9]{4}${EXTENSION}${NUMBER_END}`,
    maxLength: 36,
    confidence: 0.75,
    validator: 'nanp',
    weak: true,
    generic: true,
    source: 'https://www.nanpa.com/numbering',
    examples: {
      positive: ['(212) 555-0142', 'reach us at 212-555-0142 ext. 12', '1-800-555-0199'],
      negative: [
        '212-055-0142',
        'version 212.555.0142.7',
        'ISBN 978-212-555-0142',
        '555-0142-212-99',
      ],
    },
  }),
  personal({
    id: 'phone-nanp-context',
    type: 'phone',
    tags: ['personal.pii.phone'],
    lead: { class: '(', max: 1 },
    pattern: `${BEFORE}(?:1?[0-9]{10}|\\([0-9]{3}\\)[ .-]?[0-9]{3}[ .-]?[0-9]{4}|(?:1[ .-])?[0-9]{3}[ .-][0-9]{3}[ .-]?[0-9]{4})${EXTENSION}${NUMBER_END}`,
    maxLength: 34,
    confidence: 0.6,
    priority: 110,
    context: { words: NUMBER_WORDS, window: 32, required: true, boost: 0.2 },
    source: 'https://www.nanpa.com/numbering',
    examples: {
      positive: ['call me at 123-456-7890', 'Phone: 2125550142', 'cell 212.555.0142'],
      negative: ['order 2125550142', 'epoch 1700000000', 'phone model 12-34'],
    },
  }),
  personal({
    id: 'phone-local',
    type: 'phone',
    tags: ['personal.pii.phone'],
    pattern: `${BEFORE}(?!(?:19|20)[0-9]{2}[ -](?:19|20))[2-9][0-9]{2,3}(?:[ -]|\\.(?![0-9]{4} ?[0-9]))[0-9]{4}${EXTENSION}${NUMBER_END}`,
    maxLength: 26,
    confidence: 0.6,
    priority: 120,
    context: { words: NUMBER_WORDS, window: 24, required: true, boost: 0.2 },
    source: 'https://www.nanpa.com/numbering',
    examples: {
      positive: [
        'Contact alice@example.com or call 555-0100.',
        'tel. 867-5309',
        'text 555.0142 now',
      ],
      negative: ['lines 200-2000', 'ISO 639-1234', 'phone 212-5550142', 'call 1555-0100'],
    },
  }),
  personal({
    id: 'phone-fiction',
    type: 'phone',
    tags: ['personal.pii.phone'],
    pattern: `${BEFORE}555-01[0-9]{2}(?![0-9A-Za-z_]|[.,/-][0-9]|-[A-Za-z])`,
    maxLength: 8,
    confidence: 0.7,
    priority: 115,
    source: 'https://www.nanpa.com/numbering/555-line-numbers',
    examples: {
      positive: ['555-0100', 'her number is 555-0199.', '(555-0142 555-0143)'],
      negative: ['555-0200', '1555-0100', '555-01000', '2024-555-0100', 'part 555-0199-A'],
    },
  }),
  personal({
    id: 'phone-national',
    type: 'phone',
    tags: ['personal.pii.phone'],
    lead: { class: '(', max: 1 },
    pattern: `${BEFORE}\\(?0[0-9](?:[ ./()-]{0,3}[0-9]){7,12}${EXTENSION}${NUMBER_END}`,
    maxLength: 76,
    confidence: 0.6,
    generic: true,
    validator: 'nationalPhone',
    weak: true,
    priority: 120,
    context: { words: NUMBER_WORDS, window: 32, required: true, boost: 0.2 },
    source: 'https://www.itu.int/rec/T-REC-E.123',
    examples: {
      positive: ['Tel. 020 7946 0958', 'mobile 07700 900123', 'Telefon: 030 / 5550142'],
      negative: ['id 0207946095', 'tel 01-02', '0123456789', 'call on 01/02/2024'],
    },
  }),
  personal({
    id: 'phone-national-reached',
    type: 'phone',
    tags: ['personal.pii.phone'],
    lead: { class: '(', max: 1 },
    pattern: `${BEFORE}\\(?0[1-9][0-9]{0,4}[)]?[ /.-]{1,3}[0-9]{2,8}(?:[ .-][0-9]{2,4}){0,4}${NUMBER_END}`,
    maxLength: 40,
    confidence: 0.6,
    generic: true,
    validator: 'nationalPhone',
    weak: true,
    priority: 121,
    context: { words: REACH_WORDS, window: 32, required: true, boost: 0.2 },
    source: 'https://www.itu.int/rec/T-REC-E.123',
    examples: {
      positive: [
        'they are not answering at 0211-5550142',
        'my registered number is (030) 555 0142',
      ],
      negative: ['the answer is 027919244706', 'the office at 01-02', 'answered on 01/02/2024'],
    },
  }),
  personal({
    id: 'phone-national-grouped',
    type: 'phone',
    tags: ['personal.pii.phone'],
    pattern: `${BEFORE}${NOT_IN_TABLE}0[1-9](?:(?: [0-9]{2}){4}|[0-9] [0-9]{3,4} [0-9]{4}| [0-9]{4} [0-9]{4}|[0-9]{3} [0-9]{6}|[0-9]{2} [0-9]{3} [0-9]{3,4}|[0-9]{1,2} [0-9]{3} [0-9]{2} [0-9]{2})(?! ?[0-9A-Za-z_])`,
    maxLength: 28,
    confidence: 0.55,
    generic: true,
    validator: 'nationalPhone',
    weak: true,
    priority: 125,
    source: 'https://www.itu.int/rec/T-REC-E.123',
    examples: {
      positive: ['they do not answer at 020 7946 0958', '01 99 00 12 34'],
      negative: ['01 02 03', 'id 0207946095', '10 20 30 40 50', '01 02 2024'],
    },
  }),
  personal({
    id: 'phone-national-marked',
    type: 'phone',
    tags: ['personal.pii.phone'],
    lead: { class: '(', max: 1 },
    // Area in brackets; three groups with dashes; the trunk prefix by itself.
    pattern: `${BEFORE}(?:\\(0[1-9][0-9]{0,4}\\)[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}|0[1-9][0-9]{0,3}-[0-9]{3,4}-[0-9]{4}|0 ?\\(?[1-9][0-9]{2}\\)? [0-9]{3} [0-9]{2} [0-9]{2})${NUMBER_END}`,
    maxLength: 20,
    confidence: 0.55,
    generic: true,
    validator: 'nationalPhone',
    weak: true,
    priority: 123,
    source: 'https://www.itu.int/rec/T-REC-E.123',
    examples: {
      positive: ['(02) 5550 0142', '03-5550-0142', '0 (532) 555 01 42', '0917-555-0142'],
      negative: ['(02) 55', '00-5550-0142', '01-02-2024', 'part 03-5550-01421'],
    },
  }),
  personal({
    id: 'phone-grouped-context',
    type: 'phone',
    tags: ['personal.pii.phone'],
    pattern: `${BEFORE}[1-9][0-9]{1,2}(?:(?:[ .-][0-9]{2}){3}|(?:[ .-][0-9]{3}){2}|[ .-][0-9]{6}|[ .-][0-9]{2}[ .-][0-9]{3}|[ .-][0-9]{3}[ .-][0-9]{4}|[ .-][0-9]{3}(?:[ .-][0-9]{2}){2}|[0-9]{2}[ -][0-9]{5})(?![0-9A-Za-z_]|[ .,/-][0-9])`,
    maxLength: 24,
    confidence: 0.6,
    priority: 125,
    generic: true,
    validator: 'subscriberPhone',
    weak: true,
    context: { words: REACH_WORDS, window: 20, required: true, boost: 0.2 },
    source: 'https://www.itu.int/rec/T-REC-E.123',
    examples: {
      positive: ['phone: 912 34 56 78', 'tlf. 99 66 84 72'],
      negative: ['call 12 34', 'id 912 34 56 78', 'call on 12-10-2024', 'phone 192.168.10.12'],
    },
  }),
  personal({
    id: 'phone-bracketed-context',
    type: 'phone',
    tags: ['personal.pii.phone'],
    lead: { class: '(', max: 1 },
    pattern: `${BEFORE}\\([1-9][0-9]{1,2}\\) ?[0-9]{3,4}[ -][0-9]{4}${NUMBER_END}`,
    maxLength: 15,
    confidence: 0.6,
    priority: 125,
    generic: true,
    validator: 'subscriberPhone',
    weak: true,
    context: { words: REACH_WORDS, window: 24, required: true, boost: 0.2 },
    source: 'https://www.itu.int/rec/T-REC-E.123',
    examples: {
      positive: ['my number is (11) 5550-0142', 'office (20) 555 0142'],
      negative: ['(11) 5550-0142', 'office (20) 12', 'equation (20) 123 4567'],
    },
  }),
  personal({
    id: 'phone-short-context',
    type: 'phone',
    tags: ['personal.pii.phone'],
    pattern: `${BEFORE}[2-9][0-9](?:[ .-][0-9]{2}){2}(?![0-9A-Za-z_]|[ .,/-][0-9])`,
    maxLength: 8,
    confidence: 0.55,
    priority: 126,
    context: { words: SHORT_WORDS, window: 16, required: true, boost: 0.2 },
    source: 'https://www.itu.int/rec/T-REC-E.123',
    examples: {
      positive: ['phone: 36 44 31', 'tel 55-01-42'],
      negative: ['36 44 31', 'phone 12 34 56', 'phone 36 44 31 20'],
    },
  }),
  personal({
    id: 'phone-labelled',
    type: 'phone',
    tags: ['personal.pii.phone'],
    pattern: `${BEFORE}(?:[2-9][0-9]{9}|00[0-9]{1,2}(?:[ .-][0-9]{3,4}){3}|[0-9]{3,4}[ .-][0-9]{4}|[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3,4}|[0-9]{2,3}(?:[ .-][0-9]{2}){3,4})(?=[ -](?:[ (-])?${LABEL}(?![A-Za-z0-9]))`,
    maxLength: 19,
    confidence: 0.65,
    priority: 122,
    source: 'https://www.itu.int/rec/T-REC-E.123',
    examples: {
      positive: ['781 1704 office', '655 437 108 (mobile)', '085 175 7641-Fax'],
      negative: ['2 10 office', '781 1704 officers', '12 home', '2024-01-15 offices'],
    },
  }),
];
