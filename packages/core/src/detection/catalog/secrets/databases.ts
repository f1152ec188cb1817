import { alnum, hex, letters, lower } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Tokens of hosted databases and streams. */
export const DATABASE_RULES = [
  secret({
    id: 'planetscale-token',
    tags: ['secret.token.planetscale'],
    anchors: ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
    pattern: `${START}pscale_(?:tkn|pw|oauth)_[A-Za-z0-9=._-]{32,64}(?![A-Za-z0-9=_-])`,
    maxLength: 77,
    confidence: 0.95,
    source: 'https://planetscale.com/docs/concepts/service-tokens',
    examples: {
      positive: [`PLANETSCALE_SERVICE_TOKEN=pscale_tkn_${alnum(43)}`, `pscale_pw_${alnum(43)}`],
      negative: ['pscale_tkn_', 'pscale_pw_short'],
    },
  }),
  secret({
    id: 'neon-key',
    tags: ['secret.api_key.neon'],
    anchors: ['napi_', 'npg_'],
    pattern: `${START}(?:napi_[a-z0-9]{60,70}|npg_[A-Za-z0-9]{12,24})${END}`,
    maxLength: 76,
    confidence: 0.9,
    source: 'https://neon.com/docs/manage/api-keys',
    examples: {
      positive: [`NEON_API_KEY=napi_${lower(64)}`, `PGPASSWORD=npg_${alnum(12)}`],
      negative: ['napi_struct', 'napi_create_function'],
    },
  }),
  secret({
    id: 'clickhouse-cloud-key',
    tags: ['secret.api_key.clickhouse'],
    anchors: ['4b1d'],
    pattern: `${START}4b1d[A-Za-z0-9]{38}${END}`,
    maxLength: 42,
    confidence: 0.85,
    entropy: 3,
    source: 'https://clickhouse.com/docs/cloud/manage/openapi',
    examples: {
      positive: [`CLICKHOUSE_KEY_SECRET=4b1d${alnum(38)}`, `"4b1d${alnum(38)}"`],
      negative: ['4b1d', `4b1d${hex(28)}`],
    },
  }),
  secret({
    id: 'airtable-token',
    tags: ['secret.token.airtable'],
    anchors: ['airtable'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `(?:pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}|key[A-Za-z0-9]{14}|[a-z0-9]{17})${END_URL}`,
    maxLength: 82,
    confidence: 0.9,
    entropy: 3,
    generic: true,
    source: 'https://airtable.com/developers/web/guides/personal-access-tokens',
    examples: {
      positive: [
        `AIRTABLE_TOKEN=pat${alnum(14)}.${hex(64)}`,
        `airtable_api_key: "key${alnum(14)}"`,
      ],
      negative: ['AIRTABLE_BASE=main', 'airtable: personalworkspaces'],
    },
  }),
  secret({
    id: 'aiven-token',
    tags: ['secret.password.aiven'],
    anchors: ['AVNS_'],
    pattern: `${START}AVNS_[A-Za-z0-9_-]{15,24}${END_URL}`,
    maxLength: 30,
    confidence: 0.95,
    source: 'https://aiven.io/docs/platform/howto/create_authentication_token',
    examples: {
      positive: [`postgres password AVNS_${alnum(15)}`, `AVNS_${alnum(19)}`],
      negative: ['AVNS_', 'AVNS_x'],
    },
  }),
  secret({
    id: 'confluent-cloud-secret',
    tags: ['secret.api_key.confluent'],
    anchors: ['cflt'],
    pattern: `${START}cflt[A-Za-z0-9+/]{60}${END}`,
    maxLength: 64,
    confidence: 0.95,
    source:
      'https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html',
    examples: {
      positive: [`CONFLUENT_SECRET=cflt${alnum(60)}`, `"cflt${letters(30)}${alnum(30)}"`],
      negative: ['conflt', `cflt${alnum(10)}`],
    },
  }),
];
