import { alnum, base32, hex, upper } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Tokens of services that watch others. */
export const MONITORING_RULES = [
  secret({
    id: 'dynatrace-token',
    tags: ['secret.token.dynatrace'],
    anchors: ['dt0c01.', 'dt0s01.', 'dt0s08.', 'dt0s16.', 'dt0s02.'],
    pattern: `${START}dt0[cs][0-9]{2}\\.[A-Za-z0-9]{8,24}\\.[A-Za-z0-9]{64}${END}`,
    maxLength: 96,
    confidence: 0.95,
    source: 'https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication',
    examples: {
      positive: [
        `Authorization: Api-Token dt0c01.${base32(24)}.${base32(64)}`,
        `dt0s16.${base32(8)}.${base32(64)}`,
      ],
      negative: ['dt0c01.', `dt0c01.${base32(24)}`],
    },
  }),
  secret({
    id: 'grafana-token',
    tags: ['secret.token.grafana'],
    anchors: ['glsa_', 'glc_ey', 'eyJrIjoi'],
    pattern: `${START}(?:glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}${END}|glc_ey[A-Za-z0-9+/=_-]{30,400}|eyJrIjoi[A-Za-z0-9+/]{60,400}={0,2})`,
    maxLength: 410,
    confidence: 0.95,
    source: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
    examples: {
      positive: [
        `Bearer glsa_${alnum(32)}_fa4e0123`,
        `GRAFANA_TOKEN=glc_eyJvIjoi${alnum(80)}`,
        `eyJrIjoi${alnum(80)}=`,
      ],
      negative: ['glsa_', `glsa_${alnum(10)}`],
    },
  }),
  secret({
    id: 'newrelic-key',
    tags: ['secret.api_key.newrelic'],
    anchors: ['NRAK-', 'NRII-', 'NRJS-', 'NRIQ-', 'NRRA-', 'NRAA-', 'NRSP-'],
    pattern: `${START}(?:NR(?:AK|RA|AA|SP)-[A-Z0-9]{27,42}|NRI[IQ]-[A-Za-z0-9_-]{32}|NRJS-[0-9a-f]{19})${END_URL}`,
    maxLength: 47,
    confidence: 0.95,
    source: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    examples: {
      positive: [`NEW_RELIC_API_KEY=NRAK-${upper(27)}`, `NRII-${alnum(32)}`, `NRJS-${hex(19)}`],
      negative: ['NRAK-', 'NRAK-SHORT'],
    },
  }),
  secret({
    id: 'newrelic-license-key',
    tags: ['secret.api_key.newrelic'],
    anchors: ['NRAL'],
    lead: { class: '0-9a-fA-Fux', max: 36 },
    pattern: `${START}(?:(?:eu|gov)[0-9]{2}xx)?[0-9a-fA-F]{30,36}NRAL${END}`,
    maxLength: 47,
    confidence: 0.95,
    source: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
    examples: {
      positive: [`NEW_RELIC_LICENSE_KEY=${hex(36)}NRAL`, `eu01xx${hex(30)}NRAL`],
      negative: ['CENTRAL NRAL', `${hex(10)}NRAL`],
    },
  }),
  secret({
    id: 'sentry-token',
    tags: ['secret.token.sentry'],
    anchors: ['sntrys_', 'sntryu_'],
    pattern: `${START}(?:sntrys_eyJ[A-Za-z0-9+/=_-]{60,600}|sntryu_[0-9a-f]{64}${END})`,
    maxLength: 612,
    confidence: 0.95,
    source: 'https://docs.sentry.io/account/auth-tokens/',
    examples: {
      positive: [
        `SENTRY_AUTH_TOKEN=sntrys_eyJpYXQiO${alnum(120)}=_${alnum(43)}`,
        `sntryu_${hex(64)}`,
      ],
      negative: ['sntrys_', `sntryu_${hex(20)}`],
    },
  }),
  secret({
    id: 'posthog-key',
    tags: ['secret.api_key.posthog'],
    anchors: ['phx_'],
    pattern: `${START}phx_[A-Za-z0-9]{40,64}${END}`,
    maxLength: 68,
    confidence: 0.95,
    source: 'https://posthog.com/docs/api',
    examples: {
      positive: [`POSTHOG_PERSONAL_API_KEY=phx_${alnum(43)}`, `Bearer phx_${alnum(47)}`],
      negative: [`phc_${alnum(43)}`, 'phx_airport'],
    },
  }),
  secret({
    id: 'dependency-track-key',
    tags: ['secret.api_key.dependency_track'],
    anchors: ['odt_'],
    pattern: `${START}odt_(?:[A-Za-z0-9]{8}_)?[A-Za-z0-9]{32,36}${END}`,
    maxLength: 50,
    confidence: 0.9,
    source: 'https://docs.dependencytrack.org/integrations/rest-api/',
    examples: {
      positive: [`X-Api-Key: odt_${alnum(32)}`, `odt_${alnum(8)}_${alnum(32)}`],
      negative: ['odt_file', `odt_${alnum(10)}`],
    },
  }),
];
