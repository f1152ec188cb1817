import { national } from './shape.ts';

/** Numbers of the Nordic and Baltic countries. */
export const NORTH_EUROPE_RULES = [
  national({
    id: 'fi-personal-identity-code',
    type: 'fi_personal_identity_code',
    kind: 'national_id',
    near: 'hetu|henkilötunnus|personal identity code|personbeteckning',
    alone: true,
    pattern: '[0-3][0-9][01][0-9]{3}[-+A-FU-Y][0-9]{3}[0-9A-Y]',
    maxLength: 11,
    validator: 'fiHetu',
    source: 'https://dvv.fi/en/personal-identity-code',
    examples: {
      positive: ['hetu 131052-308T', '010594Y9032'],
      negative: ['131052-308U', '321352-308T'],
    },
  }),
  national({
    id: 'se-personnummer',
    type: 'se_personnummer',
    kind: 'national_id',
    near: 'personnummer|pnr|samordningsnummer|personal number|swedish id',
    pattern: '(?:19|20)?[0-9]{6}[-+]?[0-9]{4}',
    maxLength: 13,
    validator: 'sePersonnummer',
    source:
      'https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html',
    examples: {
      positive: ['personnummer 811228-9874', 'pnr: 198112289874'],
      negative: ['pnr 811228-9875', 'order 811228-9874'],
    },
  }),
  national({
    id: 'se-personnummer-dashed',
    type: 'se_personnummer',
    kind: 'national_id',
    near: 'personnummer|pnr',
    alone: true,
    pattern: '(?:19|20)[0-9]{6}[-+][0-9]{4}',
    maxLength: 13,
    validator: 'sePersonnummer',
    source:
      'https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html',
    examples: {
      positive: ['19811228-9874', 'hon är 19640823-3234'],
      negative: ['19811228-9875', '19811328-9874'],
    },
  }),
  national({
    id: 'se-organisationsnummer',
    type: 'se_organisationsnummer',
    kind: 'tax_id',
    near: 'org.nr|org.-nr|org-nr|organisationsnr|organisationsnummer|orgnummer|orgnr|org nr|company identity code|organisation number',
    pattern: '[0-9]{6}-?[0-9]{4}',
    maxLength: 11,
    validator: 'seOrganisationsnummer',
    source: 'https://bolagsverket.se/en/',
    examples: {
      positive: ['orgnummer 556703-7485', 'Company identity code: 212000-0142'],
      negative: ['orgnummer 556703-7486', 'id 556703-7485'],
    },
  }),
  national({
    id: 'no-fodselsnummer',
    type: 'no_fodselsnummer',
    kind: 'national_id',
    near: 'fødselsnummer|fodselsnummer|personnummer|norwegian id|d-nummer',
    alone: true,
    pattern: '[0-7][0-9][01][0-9]{3} ?[0-9]{5}',
    maxLength: 12,
    validator: 'noFodselsnummer',
    source:
      'https://www.skatteetaten.no/en/person/national-registry/identitetsnummer/fodselsnummer/',
    examples: {
      positive: ['fødselsnummer 15076500565', 'personnummer: 150765 00565'],
      negative: ['fødselsnummer 15076500566', '15136500565'],
    },
  }),
  national({
    id: 'dk-cpr',
    type: 'dk_cpr',
    kind: 'national_id',
    near: 'cpr|cpr nummer|cpr-nr|personnummer|danish id',
    pattern: '[0-3][0-9][01][0-9]{3}-?[0-9]{4}',
    maxLength: 11,
    confidence: 0.7,
    validator: 'dkCpr',
    source: 'https://cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret',
    examples: {
      positive: ['CPR 010190-1234', 'cpr-nr 3112801234'],
      negative: ['cpr 320190-1234', '010190-1234'],
    },
  }),
  national({
    id: 'baltic-personal-code',
    type: 'baltic_personal_code',
    kind: 'national_id',
    near: 'isikukood|asmens kodas|personal code|estonian id|lithuanian id',
    pattern: '[1-8][0-9]{10}',
    maxLength: 11,
    validator: 'balticCode',
    source: 'https://www.id.ee/en/',
    examples: {
      positive: ['isikukood 37605030299', 'asmens kodas: 33309240064'],
      negative: ['isikukood 37605030298', 'id 37605030299'],
    },
  }),
];
