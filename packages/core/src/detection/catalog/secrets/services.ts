import { FAKE_UUID, alnum, hex } from '../samples.ts';
import { END, END_URL, START, UUID, secret } from './shape.ts';

/** Tokens of services for applications. */
export const SERVICE_RULES = [
  secret({
    id: 'thingsboard-device-url',
    tags: ['secret.token.thingsboard'],
    anchors: ['/api/v1/'],
    pattern: '/api/v1/(?<value>[A-Za-z0-9]{20})/(?:telemetry|attributes|rpc|claim)(?![A-Za-z0-9])',
    maxLength: 40,
    confidence: 0.8,
    source: 'https://thingsboard.io/docs/reference/http-api/',
    examples: {
      positive: [
        `curl -d '{}' https://iot.example.com/api/v1/${alnum(20)}/telemetry`,
        `GET /api/v1/${alnum(20)}/attributes?clientKeys=a`,
      ],
      negative: ['POST /api/v1/$ACCESS_TOKEN/telemetry', '/api/v1/devices/telemetry'],
    },
  }),
  secret({
    id: 'truenas-login',
    tags: ['secret.api_key.truenas'],
    anchors: ['login_with_api_key'],
    pattern:
      'login_with_api_key["\'][\\s,:"a-z]{1,64}[\\[(]?\\s{0,16}["\'](?<value>[0-9]{1,5}-[A-Za-z0-9]{64})["\']',
    maxLength: 200,
    confidence: 0.95,
    source: 'https://api.truenas.com/v25.04.0/api_methods_auth.login_with_api_key.html',
    examples: {
      positive: [
        `{"method": "auth.login_with_api_key", "params": ["3-${alnum(64)}"]}`,
        `"auth.login_with_api_key", "12-${alnum(64)}"`,
      ],
      negative: ['auth.login_with_api_key(key)', `"params": ["3-${alnum(20)}"]`],
    },
  }),
  secret({
    id: 'apify-token',
    tags: ['secret.token.apify'],
    anchors: ['apify_api_', 'apify_proxy_'],
    pattern: `${START}apify_(?:api|proxy)_[A-Za-z0-9]{34,38}${END}`,
    maxLength: 50,
    confidence: 0.95,
    source: 'https://docs.apify.com/platform/integrations/api',
    examples: {
      positive: [`APIFY_TOKEN=apify_api_${alnum(36)}`, `?token=apify_api_${alnum(36)}`],
      negative: ['apify_api_client', 'apify_api_'],
    },
  }),
  secret({
    id: 'launchdarkly-key',
    tags: ['secret.api_key.launchdarkly'],
    anchors: ['api-', 'sdk-', 'rel-'],
    pattern: `${START}(?:api|sdk|rel)-${UUID}${END}`,
    maxLength: 40,
    confidence: 0.9,
    source: 'https://launchdarkly.com/docs/home/account/api',
    examples: {
      positive: [`LAUNCHDARKLY_ACCESS_TOKEN=api-${FAKE_UUID}`, `LD_SDK_KEY="sdk-${FAKE_UUID}"`],
      negative: ['api-gateway', `mob-${FAKE_UUID}`],
    },
  }),
  secret({
    id: 'mapbox-secret-token',
    tags: ['secret.token.mapbox'],
    anchors: ['sk.eyJ', 'tk.eyJ'],
    pattern: `${START}[st]k\\.eyJ[A-Za-z0-9_-]{40,300}\\.[A-Za-z0-9_-]{20,30}${END_URL}`,
    maxLength: 340,
    confidence: 0.95,
    source: 'https://docs.mapbox.com/api/accounts/tokens/',
    examples: {
      positive: [
        `MAPBOX_TOKEN=sk.eyJ1Ijoi${alnum(60)}.${alnum(22)}`,
        `"tk.eyJ1Ijoi${alnum(80)}.${alnum(22)}"`,
      ],
      negative: ['sk.eyJ', `desk.eyJ1Ijoi${alnum(60)}.${alnum(22)}`],
    },
  }),
  secret({
    id: 'mapbox-public-token',
    tags: ['secret.token.mapbox'],
    anchors: ['pk.eyJ'],
    pattern: `${START}pk\\.eyJ[A-Za-z0-9_-]{40,300}\\.[A-Za-z0-9_-]{20,30}${END_URL}`,
    maxLength: 340,
    confidence: 0.4,
    source: 'https://docs.mapbox.com/api/accounts/tokens/',
    examples: {
      positive: [
        `mapboxgl.accessToken = 'pk.eyJ1Ijoi${alnum(60)}.${alnum(22)}'`,
        `pk.eyJ1Ijoi${alnum(90)}.${alnum(22)}`,
      ],
      negative: ['pk.eyJ', 'pk.example.com'],
    },
  }),
  secret({
    id: 'salesforce-session',
    tags: ['secret.token.salesforce'],
    anchors: [],
    mode: 'digits',
    pattern:
      '(?<![0-9A-Za-z])00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?![A-Za-z0-9._]{80,120}(?![A-Za-z0-9])',
    maxLength: 139,
    confidence: 0.95,
    source: 'https://help.salesforce.com/s/articleView?id=000385436',
    examples: {
      positive: [
        `00D${alnum(12)}!AQ${alnum(94)}`,
        `Authorization: OAuth 00D${alnum(15)}!AR${alnum(90)}`,
      ],
      negative: [`00D${alnum(12)}`, '00D!'],
    },
  }),
  secret({
    id: 'voiceflow-key',
    tags: ['secret.api_key.voiceflow'],
    anchors: ['VF.DM.', 'VF.WS.', 'VF.'],
    pattern: `${START}VF\\.(?:DM\\.|WS\\.)?[0-9a-f]{24}\\.[A-Za-z0-9]{16}${END}`,
    maxLength: 48,
    confidence: 0.95,
    source: 'https://docs.voiceflow.com/reference/authentication',
    examples: {
      positive: [`Authorization: VF.DM.${hex(24)}.${alnum(16)}`, `VF.${hex(24)}.${alnum(16)}`],
      negative: ['VF.DM.', 'VF.example'],
    },
  }),
  secret({
    id: 'okta-token',
    tags: ['secret.token.okta'],
    anchors: ['SSWS ', 'okta'],
    ignoreCase: true,
    pattern: `(?:SSWS |okta[A-Za-z0-9_.-]{0,24}["']?[^A-Za-z0-9]{1,24}(?:default ?= ?["'])?)(?<value>00[A-Za-z0-9_-]{39}[A-Za-z0-9_])${END_URL}`,
    maxLength: 110,
    confidence: 0.95,
    entropy: 2.8,
    source: 'https://developer.okta.com/docs/guides/create-an-api-token/main/',
    examples: {
      positive: [
        `Authorization: SSWS 00${alnum(40)}`,
        `OKTA_API_TOKEN=00${alnum(40)}`,
        `variable "okta_token" {\n  default = "00${alnum(40)}"`,
      ],
      negative: ['SSWS token', 'okta_domain = "dev-001234.okta.com"'],
    },
  }),
];
