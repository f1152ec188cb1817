import { FAKE_UUID, alnum, lower } from '../samples.ts';
import { END, END_URL, START, UUID, secret } from './shape.ts';

/** Tokens of services for content and customers. */
export const CONTENT_RULES = [
  secret({
    id: 'hubspot-token',
    tags: ['secret.token.hubspot'],
    anchors: ['pat-na', 'pat-eu'],
    pattern: `${START}pat-(?:na|eu)[0-9]-${UUID}${END}`,
    maxLength: 44,
    confidence: 0.95,
    source: 'https://developers.hubspot.com/docs/guides/apps/private-apps/overview',
    examples: {
      positive: [`HUBSPOT_TOKEN=pat-na1-${FAKE_UUID}`, `"pat-eu1-${FAKE_UUID}"`],
      negative: ['pat-na1-', 'pat-native'],
    },
  }),
  secret({
    id: 'contentful-token',
    tags: ['secret.token.contentful'],
    anchors: ['CFPAT-'],
    pattern: `${START}CFPAT-[A-Za-z0-9_-]{43}${END_URL}`,
    maxLength: 49,
    confidence: 0.95,
    source: 'https://www.contentful.com/developers/docs/references/authentication/',
    examples: {
      positive: [`CONTENTFUL_MANAGEMENT_TOKEN=CFPAT-${alnum(43)}`, `"CFPAT-${alnum(43)}"`],
      negative: ['CFPAT-', `CFPAT-${alnum(9)}`],
    },
  }),
  secret({
    id: 'typeform-token',
    tags: ['secret.token.typeform'],
    anchors: ['tfp_'],
    pattern: `${START}tfp_[A-Za-z0-9_.=-]{40,64}`,
    maxLength: 68,
    confidence: 0.95,
    source: 'https://www.typeform.com/developers/get-started/personal-access-token/',
    examples: {
      positive: [
        `Authorization: bearer tfp_${alnum(44)}_${alnum(14)}`,
        `TYPEFORM=tfp_${alnum(59)}`,
      ],
      negative: ['tfp_', `tfp_${alnum(10)}`],
    },
  }),
  secret({
    id: 'readme-key',
    tags: ['secret.api_key.readme'],
    anchors: ['rdme_'],
    pattern: `${START}rdme_[a-z0-9]{70,72}${END}`,
    maxLength: 77,
    confidence: 0.95,
    source: 'https://docs.readme.com/main/reference/intro/authentication',
    examples: {
      positive: [`README_API_KEY=rdme_${lower(70)}`, `rdme_${lower(72)}`],
      negative: ['rdme_', `rdme_${lower(20)}`],
    },
  }),
  secret({
    id: 'intercom-token',
    tags: ['secret.token.intercom'],
    anchors: ['dG9rO'],
    pattern: `${START}dG9rO[A-Za-z0-9+/_-]{40,80}={0,2}`,
    maxLength: 90,
    confidence: 0.9,
    source: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
    examples: {
      positive: [`INTERCOM_TOKEN=dG9rO${alnum(55)}=`, `Bearer dG9rO${alnum(56)}`],
      negative: ['dG9rO', `dG9rO${alnum(10)}`],
    },
  }),
];
