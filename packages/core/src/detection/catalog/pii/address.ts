import { personal, words } from './shape.ts';

const KIND =
  '(?:A(?:venue|ve)|B(?:oulevard|lvd)|C(?:ourt|t|ircle|rescent|lose)|Dr(?:ive)?|Gardens|H(?:ighway|wy)|L(?:ane|n)|P(?:lace|arkway|kwy)|R(?:oad|d|ow)|S(?:treet|t|quare|q)|T(?:errace|rail)|Way)(?![A-Za-z])';
/** House number, blank and the first letter of a name that the kind of street follows. */
const HOUSE = '(?<![0-9A-Za-z_.,/#-])[1-9][0-9]{0,4}[A-Z]? ';
const STATE =
  '(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])';

/** Postal addresses that can be told by their form. */
export const ADDRESS_RULES = [
  personal({
    id: 'street-address',
    type: 'address',
    tags: ['personal.pii.address'],
    // With the flat, and with town, state and code where they follow.
    pattern: `${HOUSE}(?:[A-Z]|[0-9]{1,3}[snrt])[a-z'.-]{0,16} (?:[A-Z0-9][a-z'.-]{1,16} )?${KIND}\\.?(?:,? (?:Apt|Suite|Ste|Unit)\\.? ?[0-9A-Z]{1,6})?(?:,? [A-Z][a-z]{2,16}(?: [A-Z][a-z]{2,16})?, ${STATE} [0-9]{5}(?:-[0-9]{4})?)?`,
    maxLength: 130,
    confidence: 0.75,
    source: 'https://pe.usps.com/text/pub28/welcome.htm',
    examples: {
      positive: [
        'lives at 742 Evergreen Terrace',
        '221B Example Street, Springfield',
        'ship to 5 5th Ave.',
        '1600 Old Fake Avenue NW',
        'at 12 N. Example Road',
        '742 Evergreen Terrace, Apt. 3, Springfield, IL 62704',
      ],
      negative: [
        '3 Simple Steps',
        'chapter 12 Main ideas',
        '5 Ways to write',
        'section 4.2 Drive safely',
        '3 Simple Little Steps',
        '2 More Good Ways',
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
  personal({
    id: 'street-german',
    type: 'address',
    tags: ['personal.pii.address'],
    anchors: ['straße ', 'strasse ', 'str. ', 'allee ', 'gasse '],
    mode: 'outward',
    lead: { class: 'A-Za-zäöüÄÖÜß-', max: 30 },
    pattern:
      '(?<![A-Za-zäöüß-])[A-ZÄÖÜ][A-Za-zäöüßÄÖÜ-]{5,36}\\.? [1-9][0-9]{0,3} ?[a-z]?(?![0-9A-Za-zäöüß]|[.,][0-9])',
    maxLength: 45,
    confidence: 0.6,
    priority: 110,
    source: 'https://www.deutschepost.de/de/b/briefe-richtig-adressieren.html',
    examples: {
      positive: ['in der Hauptstraße 110.', 'Goethestr. 3a'],
      negative: ['Die Hauptstraße ist lang', 'straße 5', 'Hauptstraße 2.5 km'],
    },
  }),
  personal({
    id: 'street-german-named',
    type: 'address',
    tags: ['personal.pii.address'],
    anchors: ['platz ', 'weg ', 'ufer ', 'damm '],
    mode: 'outward',
    lead: { class: 'A-Za-zäöüÄÖÜß-', max: 30 },
    pattern:
      '(?<![A-Za-zäöüß-])[A-ZÄÖÜ][A-Za-zäöüßÄÖÜ-]{4,36} [1-9][0-9]{0,3} ?[a-z]?(?![0-9A-Za-zäöüß]|[.,][0-9])',
    maxLength: 44,
    confidence: 0.55,
    priority: 111,
    context: {
      words: words('anschrift|adresse|wohnt|wohnhaft|wohnen|lieferadresse|rechnungsadresse|straße'),
      window: 40,
      required: true,
      boost: 0.2,
    },
    source: 'https://www.deutschepost.de/de/b/briefe-richtig-adressieren.html',
    examples: {
      positive: ['Anschrift: Lindenweg 12', 'wohnt am Goetheplatz 56'],
      negative: ['Lindenweg 12', 'Anschrift: Lindenweg', 'Arbeitsplatz 3'],
    },
  }),
];
