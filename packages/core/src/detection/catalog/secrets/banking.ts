import { FAKE_UUID, alnum, hex, lower } from '../samples.ts';
import { END, START, UUID, secret } from './shape.ts';

/** Keys of banks, billing and acquirers. */
export const BANKING_RULES = [
  secret({
    id: 'plaid-access-token',
    tags: ['secret.token.plaid'],
    anchors: ['access-sandbox-', 'access-development-', 'access-production-'],
    pattern: `${START}access-(?:sandbox|development|production)-${UUID}${END}`,
    maxLength: 55,
    confidence: 0.95,
    source: 'https://plaid.com/docs/api/tokens/',
    examples: {
      positive: [`access-sandbox-${FAKE_UUID}`, `"access_token": "access-production-${FAKE_UUID}"`],
      negative: ['access-production-only', 'access-sandbox-'],
    },
  }),
  secret({
    id: 'paddle-key',
    tags: ['secret.api_key.paddle'],
    anchors: ['pdl_live_apikey_', 'pdl_sdbx_apikey_', 'pdl_ntfset_'],
    pattern: `${START}pdl_(?:(?:live|sdbx)_apikey_[0-9a-z]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}|ntfset_[0-9a-z]{26}_[A-Za-z0-9+/]{32})${END}`,
    maxLength: 80,
    confidence: 0.95,
    source: 'https://developer.paddle.com/api-reference/about/authentication',
    examples: {
      positive: [
        `pdl_live_apikey_${lower(26)}_${alnum(22)}_A1b`,
        `PADDLE=pdl_sdbx_apikey_${lower(26)}_${alnum(22)}_C2d`,
      ],
      negative: ['pdl_live_apikey_', `pdl_live_apikey_${lower(10)}`],
    },
  }),
  secret({
    id: 'mercury-token',
    tags: ['secret.token.mercury'],
    anchors: ['mercury_production_', 'mercury_sandbox_'],
    pattern: `${START}mercury_(?:production|sandbox)_[a-z]{2,6}_[A-Za-z0-9_]{30,80}${END}`,
    maxLength: 106,
    confidence: 0.95,
    source: 'https://docs.mercury.com/docs/getting-started',
    examples: {
      positive: [
        `secret-token:mercury_production_rma_${alnum(40)}_yrucrem`,
        `mercury_sandbox_wma_${alnum(40)}`,
      ],
      negative: ['mercury_production_line', 'mercury_sandbox_'],
    },
  }),
  secret({
    id: 'secret-token-uri',
    tags: ['secret.token'],
    anchors: ['secret-token:'],
    pattern: `${START}secret-token:(?<value>(?!mercury_)[A-Za-z0-9._~%!$&'()*+,;=@-]{12,255})`,
    maxLength: 268,
    confidence: 0.8,
    source: 'https://www.rfc-editor.org/rfc/rfc8959',
    examples: {
      positive: [`Authorization: Bearer secret-token:${alnum(24)}`, `secret-token:${hex(32)}`],
      negative: ['the secret-token: scheme', 'secret-token:x'],
    },
  }),
  secret({
    id: 'adyen-key',
    tags: ['secret.api_key.adyen'],
    anchors: [
      'AQEh',
      'AQEi',
      'AQEj',
      'AQEk',
      'AQEm',
      'AQEn',
      'AQEp',
      'AQEr',
      'AQEt',
      'AQEu',
      'AQEw',
      'AQEx',
      'AQEy',
      'AQEz',
    ],
    pattern: `${START}AQE[a-z][A-Za-z0-9+/=-]{60,400}`,
    maxLength: 404,
    confidence: 0.8,
    entropy: 3,
    source: 'https://docs.adyen.com/development-resources/api-credentials/',
    examples: {
      positive: [`X-API-Key: AQEyhmf${alnum(90)}-${alnum(30)}=`, `AQEhhmf${alnum(100)}`],
      negative: ['AQEh', `AQEy${alnum(20)}`],
    },
  }),
];
