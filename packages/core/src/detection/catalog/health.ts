import { NUMBER_END, NUMBER_START, personal, words } from './pii/shape.ts';

/** Numbers of patients and of those who treat them. */
export const HEALTH_RULES = [
  personal({
    id: 'medical-record-number',
    type: 'mrn',
    tags: ['personal.phi.mrn'],
    lead: { class: 'A-Z-', max: 5 },
    pattern:
      '(?<![0-9A-Za-z_])(?:[0-9]{5}[0-9]{0,7}|[A-Z]{1,4}-?[0-9]{5}[0-9]{0,7})(?![0-9A-Za-z_]|[.,/-][0-9])',
    maxLength: 17,
    confidence: 0.6,
    priority: 115,
    context: {
      words: words(
        'mrn|medical record|medical record number|medical record no|patient id|patient number|patient no|chart number|chart no|hospital number|record number|patientid',
      ),
      window: 32,
      required: true,
      boost: 0.3,
    },
    source:
      'https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html',
    examples: {
      positive: ['MRN: 00123456', 'patient id A-7301946', '"medical_record_number": "73019462"'],
      negative: ['order 00123456', 'mrn unknown', 'patient 12'],
    },
  }),
  personal({
    id: 'npi',
    type: 'npi',
    tags: ['personal.phi.npi'],
    pattern: `${NUMBER_START}[12][0-9]{9}${NUMBER_END}`,
    maxLength: 10,
    confidence: 0.6,
    priority: 105,
    generic: true,
    validator: 'npi',
    context: {
      words: words('npi|national provider|provider|provider id|physician|prescriber'),
      window: 40,
      required: true,
      boost: 0.2,
    },
    source:
      'https://www.cms.gov/regulations-and-guidance/administrative-simplification/nationalprovidentstand',
    examples: {
      positive: ['NPI 1234567893', 'National Provider Identifier: 1245319599'],
      negative: ['NPI 1234567890', 'order 1234567893'],
    },
  }),
  personal({
    id: 'medicare-beneficiary',
    type: 'mbi',
    tags: ['personal.phi.mbi'],
    pattern:
      '(?<![0-9A-Za-z_-])[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][- ]?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][- ]?[AC-HJKMNP-RT-Y]{2}[0-9]{2}(?![0-9A-Za-z_-])',
    maxLength: 13,
    confidence: 0.7,
    validator: 'mbi',
    generic: true,
    source:
      'https://www.cms.gov/medicare/new-medicare-card/understanding-new-medicare-beneficiary-identifier-mbi-format',
    examples: {
      positive: ['Medicare 1EG4-TE5-MK73', 'MBI: 1EG4TE5MK72'],
      negative: ['1EG4-TE5-MK7', '1SG4-TE5-MK73', '0EG4-TE5-MK73'],
    },
  }),
  personal({
    id: 'dea-number',
    type: 'dea',
    tags: ['personal.phi.dea'],
    lead: { class: 'A-Za-z9', max: 2 },
    ignoreCase: true,
    pattern: '(?<![0-9A-Za-z_])[ABCDEFGHJKLMPRSTUX][A-Z9][0-9]{7}(?![0-9A-Za-z_])',
    maxLength: 9,
    confidence: 0.45,
    generic: true,
    validator: 'dea',
    weak: true,
    context: {
      words: words(
        'dea|dea number|dea registration|prescriber|physician|medical license|medical licence|license number|certificate number',
      ),
      boost: 0.4,
    },
    source: 'https://www.deadiversion.usdoj.gov/drugreg/registration.html',
    examples: {
      positive: ['DEA# AB1234563', 'prescriber BS1234563'],
      negative: ['DEA# AB1234564', 'part QB1234563'],
    },
  }),
  personal({
    id: 'health-insurance-member',
    type: 'health_member_id',
    tags: ['personal.phi.member_id'],
    lead: { class: 'A-Z', max: 4 },
    pattern:
      '(?<![0-9A-Za-z_-])(?:[0-9]{6}[0-9]{0,7}|[A-Z]{1,4}[0-9]{6}[0-9]{0,7})(?![0-9A-Za-z_]|[.,/-][0-9])',
    maxLength: 17,
    confidence: 0.55,
    priority: 145,
    context: {
      words: words(
        'member id|member number|policy number|insurance id|subscriber id|health plan|beneficiary|insurance number|group number',
      ),
      window: 32,
      required: true,
      boost: 0.2,
    },
    source:
      'https://www.hhs.gov/hipaa/for-professionals/special-topics/de-identification/index.html',
    examples: {
      positive: ['Member ID: XYZ123456789', 'policy number 730194628'],
      negative: ['member since 2019', 'id XYZ123456789'],
    },
  }),
];
