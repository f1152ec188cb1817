import { NUMBER_END, NUMBER_START, personal, spellings } from './shape.ts';

const BIRTH_WORDS = spellings(
  'dob',
  'd.o.b',
  'date of birth',
  'birth date',
  'birthdate',
  'birthday',
  'birth',
  'born',
  'geboren',
  'geburtsdatum',
  'geb',
  'né',
  'née',
  'date de naissance',
  'naissance',
  'fecha de nacimiento',
  'nacimiento',
  'nacido',
  'data di nascita',
  'nascita',
  'data de nascimento',
  'nascimento',
  'geboortedatum',
  'dateofbirth',
  'birth_date',
  'date_of_birth',
);
const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?';
const YEAR = '(?:19|20)[0-9]{2}';
const DAY = '(?:3[01]|[12][0-9]|0?[1-9])';
const NUMERIC_MONTH = '(?:1[0-2]|0?[1-9])';

/** Dates that a word says to be somebody's birth. */
export const BIRTH_RULES = [
  personal({
    id: 'date-of-birth',
    type: 'dob',
    tags: ['personal.pii.dob'],
    pattern: `${NUMBER_START}(?:${YEAR}[-/.]${NUMERIC_MONTH}[-/.]${DAY}|${DAY}[-/.]${NUMERIC_MONTH}[-/.](?:${YEAR}|[0-9]{2})|${NUMERIC_MONTH}[-/.]${DAY}[-/.](?:${YEAR}|[0-9]{2})|${DAY}(?:st|nd|rd|th)? (?:of )?${MONTH},? ${YEAR})${NUMBER_END}`,
    maxLength: 28,
    confidence: 0.65,
    context: { words: BIRTH_WORDS, window: 32, required: true, boost: 0.25 },
    source: 'https://www.iso.org/iso-8601-date-and-time-format.html',
    examples: {
      positive: [
        'DOB: 04/17/1986',
        'born on 17 April 1986',
        '"date_of_birth": "1986-04-17"',
        'geboren am 17.04.1986',
      ],
      negative: ['released 04/17/2021', 'born in 1986', 'dob: 99/99/1986'],
    },
  }),
  personal({
    id: 'date-of-birth-month-first',
    type: 'dob',
    tags: ['personal.pii.dob'],
    anchors: [
      'January',
      'February',
      'March',
      'April',
      'May ',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
      'Jan',
      'Feb',
      'Mar',
      'Apr',
      'Jun',
      'Jul',
      'Aug',
      'Sep',
      'Oct',
      'Nov',
      'Dec',
    ],
    mode: 'sticky',
    pattern: `(?<![A-Za-z])${MONTH} ${DAY}(?:st|nd|rd|th)?,? ${YEAR}${NUMBER_END}`,
    maxLength: 24,
    confidence: 0.65,
    context: { words: BIRTH_WORDS, window: 32, required: true, boost: 0.25 },
    source: 'https://www.iso.org/iso-8601-date-and-time-format.html',
    examples: {
      positive: ['born April 17, 1986', 'date of birth: Sept 3rd 1990'],
      negative: ['released April 17, 2021', 'born in April'],
    },
  }),
];
