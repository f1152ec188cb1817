import { NUMBER_END, NUMBER_START, personal, words } from './shape.ts';

const SSN_WORDS = words(
  'ssn|ssns|ss#|ssn#|social|social security|social security number|socsec|soc sec|taxpayer|tin',
);

/** Numbers that the United States give to a person. */
export const US_GOVERNMENT_RULES = [
  personal({
    id: 'us-ssn',
    type: 'ssn',
    tags: ['personal.pii.ssn'],
    pattern: `${NUMBER_START}[0-9]{3}-[0-9]{2}-[0-9]{4}${NUMBER_END}`,
    maxLength: 11,
    confidence: 0.85,
    validator: 'ssn',
    weak: true,
    generic: true,
    source: 'https://www.ssa.gov/employer/randomization.html',
    examples: {
      positive: ['SSN 536-22-8726', 'her number: 123-45-6789.'],
      negative: [
        '000-00-0000',
        '666-12-3456',
        '900-12-3456',
        '536-00-8726',
        '1536-22-8726',
        '078-05-1120',
      ],
    },
  }),
  personal({
    id: 'us-ssn-grouped',
    type: 'ssn',
    tags: ['personal.pii.ssn'],
    pattern:
      '(?<![0-9A-Za-z_]|[0-9][ .,/-]|[-+])(?:[0-9]{3} [0-9]{2} [0-9]{4}|[0-9]{3}\\.[0-9]{2}\\.[0-9]{4})(?![0-9A-Za-z_]|[ .,/-][0-9])',
    maxLength: 11,
    confidence: 0.5,
    priority: 105,
    context: { words: SSN_WORDS, window: 40, boost: 0.4 },
    source: 'https://www.ssa.gov/employer/randomization.html',
    examples: {
      positive: ['536 22 8726', 'social security: 536.22.8726'],
      negative: ['536 228 726', '12 536 22 8726', '536.22.8726.1'],
    },
  }),
  personal({
    id: 'us-ssn-context',
    type: 'ssn',
    tags: ['personal.pii.ssn'],
    pattern: `${NUMBER_START}[0-9]{3}[ .-]?[0-9]{2}[ .-]?[0-9]{4}${NUMBER_END}`,
    maxLength: 11,
    confidence: 0.6,
    priority: 110,
    validator: 'ssn',
    generic: true,
    context: { words: SSN_WORDS, window: 40, required: true, boost: 0.2 },
    source: 'https://www.ssa.gov/employer/randomization.html',
    examples: {
      positive: ['social security number 536228726', 'ssn: 536 22 8726'],
      negative: ['order 536228726', 'ssn 000000000'],
    },
  }),
  personal({
    id: 'us-itin',
    type: 'itin',
    tags: ['personal.pii.itin'],
    pattern: `${NUMBER_START}9[0-9]{2}[ -][0-9]{2}[ -][0-9]{4}${NUMBER_END}`,
    maxLength: 11,
    confidence: 0.8,
    validator: 'itin',
    weak: true,
    generic: true,
    source: 'https://www.irs.gov/individuals/individual-taxpayer-identification-number',
    examples: {
      positive: ['ITIN 912-78-1234', '900-70-0001'],
      negative: ['912-40-1234', '912-66-1234', '912-93-1234', '812-78-1234'],
    },
  }),
  personal({
    id: 'us-itin-context',
    type: 'itin',
    tags: ['personal.pii.itin'],
    pattern: `${NUMBER_START}9[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{4}${NUMBER_END}`,
    maxLength: 11,
    confidence: 0.6,
    validator: 'itin',
    generic: true,
    context: {
      words: words('itin|taxpayer|tin|individual taxpayer|tax id'),
      window: 40,
      required: true,
      boost: 0.2,
    },
    source: 'https://www.irs.gov/individuals/individual-taxpayer-identification-number',
    examples: {
      positive: ['ITIN: 912781234', 'taxpayer number 900700001'],
      negative: ['order 912781234', 'itin 912401234'],
    },
  }),
  personal({
    id: 'driver-licence',
    type: 'driver_license',
    tags: ['personal.pii.driver_license'],
    lead: { class: 'A-Z', max: 5 },
    pattern: `${NUMBER_START}(?:[0-9]{7}[0-9]{0,5}|(?:[A-Z]{1,2}[0-9]{5,14}|[A-Z][0-9]{3}[- ][0-9]{3,4}[- ][0-9]{2}[- ][0-9]{3,4}(?:-[0-9])?|[A-Z][0-9]{3}-[0-9]{4}-[0-9]{4}|[A-Z]{3}[0-9]{6}|[A-Z]{5}[0-9]{6}[A-Z0-9]{5,7}))${NUMBER_END}`,
    maxLength: 22,
    confidence: 0.55,
    priority: 130,
    context: {
      words: words(
        "driver's license|driver's licence|drivers license|drivers licence|driver license|driver licence|driving licence|driving license|license number|licence number|dl number|dl#|dl no|dln|dmv|permit number",
      ),
      window: 40,
      required: true,
      boost: 0.25,
    },
    source: 'https://www.aamva.org/identity/anti-fraud/dl-id-card-design-standard',
    examples: {
      positive: ["driver's license D1234567", 'DL number: S123-456-78-901'],
      negative: ['license MIT2024', 'model D1234567', 'software license number pending'],
    },
  }),
  personal({
    id: 'us-ein',
    type: 'ein',
    tags: ['personal.pii.tax_id'],
    // Prefixes that an office of the IRS gives out.
    pattern: `${NUMBER_START}(?:0[1-6]|1[0-6]|2[0-7]|[345][0-9]|6[0-8]|7[1-7]|8[0-8]|9[0-589])-[0-9]{7}${NUMBER_END}`,
    maxLength: 10,
    confidence: 0.6,
    context: {
      words: words('ein|employer identification|employer id|fein|federal tax id|tax id'),
      window: 40,
      required: true,
      boost: 0.25,
    },
    source: 'https://www.irs.gov/businesses/small-businesses-self-employed/employer-id-numbers',
    examples: {
      positive: ['EIN 12-3456789', 'Employer Identification Number: 91-1234567'],
      negative: ['part 12-3456789', 'EIN 123-456789', 'EIN 07-1234567'],
    },
  }),
];
