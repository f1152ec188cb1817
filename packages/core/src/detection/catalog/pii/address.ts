import { personal } from './shape.ts';

const KIND =
  '(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Parkway|Pkwy|Circle|Cir|Highway|Hwy|Trail|Trl|Crescent|Close|Gardens|Mews|Row|Alley|Loop|Plaza|Pike|Crossing)';
const UNIT = '(?:,? (?:Apt|Apartment|Suite|Ste|Unit)[ .#]{1,3}[A-Za-z0-9-]{1,8})?';
const STATE =
  '(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])';

/** Postal addresses that can be told by their form. */
export const ADDRESS_RULES = [
  personal({
    id: 'street-address',
    type: 'address',
    tags: ['personal.pii.address'],
    pattern: `(?<![0-9A-Za-z_.,/#-])[1-9][0-9]{0,4}[A-Za-z]? (?:[A-Z][a-z'.-]{0,20}|[0-9]{1,3}(?:st|nd|rd|th)) (?:[A-Z][a-z'.-]{1,20} ){0,2}${KIND}(?![A-Za-z])${UNIT}`,
    maxLength: 108,
    confidence: 0.75,
    source: 'https://pe.usps.com/text/pub28/welcome.htm',
    examples: {
      positive: [
        'lives at 742 Evergreen Terrace',
        'ship to 1600 Fake Avenue NW',
        '221B Example Street, Apt 4, Springfield, IL 62704',
      ],
      negative: [
        '3 Simple Steps',
        'chapter 12 Main ideas',
        '5 Ways to write',
        'section 4.2 Drive safely',
      ],
    },
  }),
  personal({
    id: 'us-state-zip',
    type: 'address',
    tags: ['personal.pii.address'],
    lead: { class: 'A-Z ', max: 4 },
    pattern: `(?<=[a-z],) ?(?<value>${STATE} [0-9]{5}(?:-[0-9]{4})?)(?![0-9A-Za-z])`,
    maxLength: 14,
    confidence: 0.7,
    source: 'https://pe.usps.com/text/pub28/28apb.htm',
    examples: {
      positive: ['Springfield, IL 62704', 'mail to Portland, OR 97201-1234'],
      negative: ['Springfield, ZZ 62704', 'IN 12345'],
    },
  }),
  personal({
    id: 'po-box',
    type: 'address',
    tags: ['personal.pii.address'],
    anchors: ['P.O. Box', 'PO Box', 'Post Office Box', 'P O Box', 'Postfach'],
    mode: 'sticky',
    ignoreCase: true,
    pattern:
      '(?<![A-Za-z])(?:P\\.? ?O\\.? Box|Post Office Box|Postfach) #?[0-9]{1,6}(?![0-9A-Za-z])',
    maxLength: 28,
    confidence: 0.8,
    source: 'https://pe.usps.com/text/pub28/welcome.htm',
    examples: {
      positive: ['P.O. Box 1234', 'send it to PO Box 99'],
      negative: ['a PO Box number', 'PO Boxing 12'],
    },
  }),
  personal({
    id: 'street-address-german',
    type: 'address',
    tags: ['personal.pii.address'],
    anchors: ['straße ', 'strasse ', 'str. ', 'allee ', 'platz ', 'gasse ', 'weg '],
    mode: 'outward',
    lead: { class: 'A-Za-zäöüÄÖÜß-', max: 30 },
    pattern:
      '(?<![A-Za-zäöüß-])[A-ZÄÖÜ][A-Za-zäöüßÄÖÜ-]{3,36}\\.? [0-9]{1,4} ?[a-z]?(?:, | )[0-9]{5} [A-ZÄÖÜ][A-Za-zäöüß-]{1,30}',
    maxLength: 90,
    confidence: 0.85,
    source: 'https://www.deutschepost.de/de/b/briefe-richtig-adressieren.html',
    examples: {
      positive: ['Musterstraße 12, 12345 Musterstadt', 'wohnt Beispielweg 3a, 10115 Berlin'],
      negative: ['Die Hauptstraße ist lang', 'unterwegs 12', 'auf dem Weg 3'],
    },
  }),
];
