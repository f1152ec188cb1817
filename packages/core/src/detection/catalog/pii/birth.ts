import { NUMBER_END, NUMBER_START, personal, words } from './shape.ts';

const BIRTH_WORDS = words(
  'dob|d.o.b|date of birth|birth date|birthday|birth|born|geboren|geburtsdatum|geb|né|née|date de naissance|naissance|fecha de nacimiento|' +
    'nacimiento|nacido|nacida|data di nascita|nascita|data de nascimento|nascimento|geboortedatum|fødselsdato|födelsedatum|syntymäaika|data urodzenia',
);
const YEAR = '(?:19|20)[0-9]{2}';
/** A day, or in dates of numbers a month. Few alternatives: every one more makes runs of digits harder to tell apart. */
const DAY = '[0-3]?[0-9]';
const MONTH = '(?:1[0-2]|0?[1-9])';
/** January to December, whole or cut to three or four letters. */
const MONTH_NAME = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?';
const MONTHS =
  'January|February|March|April|May |June|July|August|September|October|November|December|Jan |Feb |Mar |Apr |Jun |Jul |Aug |Sep |Sept |Oct |Nov |Dec '.split(
    '|',
  );
const CONTEXT = { words: BIRTH_WORDS, window: 32, required: true, boost: 0.25 };

/** Dates that a word says to be somebody's birth. */
export const BIRTH_RULES = [
  personal({
    id: 'date-of-birth',
    type: 'dob',
    tags: ['personal.pii.dob'],
    pattern: `${NUMBER_START}${DAY}[-/.]${DAY}[-/.](?:${YEAR}|[0-9]{2})${NUMBER_END}`,
    maxLength: 10,
    confidence: 0.65,
    context: CONTEXT,
    source: 'https://www.iso.org/iso-8601-date-and-time-format.html',
    examples: {
      positive: ['DOB: 04/17/1986', 'geboren am 17.04.1986'],
      negative: ['released 04/17/2021', 'born in 1986', 'dob: 99/99/1986'],
    },
  }),
  personal({
    id: 'date-of-birth-year-first',
    type: 'dob',
    tags: ['personal.pii.dob'],
    pattern: `${NUMBER_START}${YEAR}[-/.]${MONTH}[-/.]${DAY}${NUMBER_END}`,
    maxLength: 10,
    confidence: 0.65,
    context: CONTEXT,
    source: 'https://www.iso.org/iso-8601-date-and-time-format.html',
    examples: {
      positive: ['"date_of_birth": "1986-04-17"', 'born 1990/1/2'],
      negative: ['released 1986-04-17', 'dob: 1986-13-17'],
    },
  }),
  personal({
    id: 'date-of-birth-day-first',
    type: 'dob',
    tags: ['personal.pii.dob'],
    pattern: `${NUMBER_START}${DAY}(?:[snrt][tdh])?[ -](?:of )?(?=${MONTH_NAME})[ADFJMNOS][a-z][a-z][a-z]{0,6}\\.?,?[ -]${YEAR}${NUMBER_END}`,
    maxLength: 24,
    confidence: 0.65,
    context: CONTEXT,
    source: 'https://www.iso.org/iso-8601-date-and-time-format.html',
    examples: {
      positive: ['born on 17 April 1986', 'birthday: 3rd of Sept 1990'],
      negative: ['released 17 April 2021', 'born in April'],
    },
  }),
  personal({
    id: 'date-of-birth-month-first',
    type: 'dob',
    tags: ['personal.pii.dob'],
    anchors: MONTHS,
    mode: 'sticky',
    pattern: `(?<![A-Za-z])${MONTH_NAME} ${DAY}(?:st|nd|rd|th)?,? ${YEAR}${NUMBER_END}`,
    maxLength: 24,
    confidence: 0.65,
    context: CONTEXT,
    source: 'https://www.iso.org/iso-8601-date-and-time-format.html',
    examples: {
      positive: ['born April 17, 1986', 'date of birth: Sept 3rd 1990'],
      negative: ['released April 17, 2021', 'born in April'],
    },
  }),
];
