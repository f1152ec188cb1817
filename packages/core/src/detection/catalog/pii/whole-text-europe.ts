import { wholeText } from './shape.ts';

/** European numbers as a whole text. */
export const WHOLE_EUROPEAN_NUMBER_RULES = [
  wholeText({
    id: 'de-physician-number-alone',
    type: 'de_lanr',
    kind: 'health_id',
    pattern: '[0-9]{9}',
    maxLength: 9,
    priority: 192,
    validator: 'deLanr',
    source: 'https://www.kbv.de/',
    examples: { positive: ['123456601', '100000601'], negative: ['123456901', 'id 123456601'] },
  }),
  wholeText({
    id: 'pl-nip-alone',
    type: 'pl_nip',
    kind: 'tax_id',
    pattern: '[1-9][0-9]{9}',
    maxLength: 10,
    priority: 196,
    validator: 'plNip',
    source: 'https://www.podatki.gov.pl/',
    examples: { positive: ['1234563218', '5260001246'], negative: ['1234563219', 'nr 1234563218'] },
  }),
  wholeText({
    id: 'uk-nhs-number-alone',
    type: 'uk_nhs',
    kind: 'health_id',
    pattern: '(?!1[5-8])[0-9]{10}|[0-9]{3}[ -][0-9]{3}[ -][0-9]{4}',
    maxLength: 12,
    priority: 193,
    validator: 'ukNhs',
    source: 'https://www.datadictionary.nhs.uk/attributes/nhs_number.html',
    examples: {
      positive: ['4010232137', '9434765919'],
      negative: ['943 476 5918', 'id 9434765919'],
    },
  }),
  wholeText({
    id: 'se-organisationsnummer-alone',
    type: 'se_organisationsnummer',
    kind: 'tax_id',
    pattern: '[1-9][0-9][2-9][0-9]{3}-[0-9]{4}',
    maxLength: 11,
    priority: 193,
    validator: 'seOrganisationsnummer',
    source: 'https://bolagsverket.se/en/',
    examples: {
      positive: ['556703-7485', '212000-0142'],
      negative: ['556703-7486', 'id 556703-7485'],
    },
  }),
  wholeText({
    id: 'se-personnummer-alone',
    type: 'se_personnummer',
    kind: 'national_id',
    pattern: '(?:19|20)?[0-9]{2}[01][0-9]{3}[-+]?[0-9]{4}',
    maxLength: 13,
    priority: 191,
    validator: 'sePersonnummer',
    source:
      'https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html',
    examples: {
      positive: ['811228-9874', '198112289874'],
      negative: ['811228-9875', 'id 811228-9874'],
    },
  }),
  wholeText({
    id: 'pl-pesel-alone',
    type: 'pl_pesel',
    kind: 'national_id',
    pattern: '[0-9]{11}',
    maxLength: 11,
    priority: 192,
    validator: 'plPesel',
    source: 'https://www.gov.pl/web/gov/czym-jest-numer-pesel',
    examples: {
      positive: ['44051401359', '44051401458'],
      negative: ['44051401358', 'nr 44051401359'],
    },
  }),
  wholeText({
    id: 'de-tax-id-alone',
    type: 'de_tax_id',
    kind: 'tax_id',
    pattern: '[1-9][0-9](?: [0-9]{3}){3}|[1-9][0-9]{10}',
    maxLength: 14,
    priority: 193,
    validator: 'deTaxId',
    source:
      'https://www.bzst.de/DE/Privatpersonen/SteuerlicheIdentifikationsnummer/steuerlicheidentifikationsnummer_node.html',
    examples: {
      positive: ['86 095 742 719', '47036892816'],
      negative: ['86095742718', 'Nr. 86095742719'],
    },
  }),
  wholeText({
    id: 'de-tax-number-alone',
    type: 'de_tax_number',
    kind: 'tax_id',
    // The four digits of the tax office begin with the state's and a zero follows; or the states' own form.
    pattern:
      '(?:1[01]|2[1-46-8]|3[0-2]|4[01]|5[1-3]|9[12])[0-9]{2}0[0-9]{8}|[0-9]{2,3}/[0-9]{3,4}/[0-9]{4,5}',
    maxLength: 14,
    source: 'https://www.elster.de/eportal/start',
    examples: {
      positive: ['9181081508155', '181/815/08155'],
      negative: ['9181181508155', '1718181508155', 'nr 9181081508155'],
    },
  }),
  wholeText({
    id: 'it-vat-alone',
    type: 'it_vat_code',
    kind: 'tax_id',
    // The office that gave it out, by its province, stands in the eighth to tenth digit.
    pattern: '[0-9]{7}(?:0[0-9]{2}|1[01][0-9]|12[01]|888|999)[0-9]',
    maxLength: 11,
    priority: 195,
    validator: 'itVat',
    source: 'https://www.agenziaentrate.gov.it/',
    examples: {
      positive: ['01333550323', '00743110157'],
      negative: ['01333550324', 'n. 01333550323'],
    },
  }),
];
