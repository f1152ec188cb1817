/**
 * The formats of secrets, as their issuers document them: a prefix, an alphabet, a length, a checksum.
 * `bare`: the form alone tells what it is; else the name beside it does.
 */
import { crc32 } from 'node:zlib';

import { ALNUM, BASE32, BASE64, BASE64URL, DIGITS, LETTERS, LOWER, UPPER } from './seeded.mjs';

const LOWER_ALNUM = LOWER + DIGITS;
const UPPER_ALNUM = UPPER + DIGITS;
const BECH32 = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L';

/** Thirty random characters, and six that are the CRC-32 of them in base 62. */
function withChecksum(random) {
  const body = random.alnum(30);
  return body + base62(crc32(body)).padStart(6, '0');
}

function base62(value) {
  const alphabet = DIGITS + UPPER + LOWER;
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = alphabet[rest % 62] + text;
  return text;
}

function base64(random, bytes) {
  return random.bytes(bytes).toString('base64');
}

export function jwt(random) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = {
    sub: random.uuid(),
    iat: random.int(17e8, 175e7),
    role: random.pick(['user', 'admin']),
  };
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(body)}.${random.string(BASE64URL, 43)}`;
}

const bare = (group, name, make) => ({ group, name, make, bare: true });
const named = (group, name, make) => ({ group, name, make, bare: false });

export const FORMATS = [
  // Model providers
  bare(
    'ai',
    'OPENAI_API_KEY',
    (r) => `sk-proj-${r.string(BASE64URL, 74)}T3BlbkFJ${r.string(BASE64URL, 74)}`,
  ),
  bare('ai', 'OPENAI_LEGACY_KEY', (r) => `sk-${r.alnum(20)}T3BlbkFJ${r.alnum(20)}`),
  bare('ai', 'ANTHROPIC_API_KEY', (r) => `sk-ant-api03-${r.string(BASE64URL, 93)}AA`),
  bare('ai', 'GROQ_API_KEY', (r) => `gsk_${r.alnum(52)}`),
  bare('ai', 'HF_TOKEN', (r) => `hf_${r.string(LETTERS, 34)}`),
  bare('ai', 'REPLICATE_API_TOKEN', (r) => `r8_${r.alnum(37)}`),
  bare('ai', 'XAI_API_KEY', (r) => `xai-${r.alnum(80)}`),
  bare('ai', 'PPLX_API_KEY', (r) => `pplx-${r.alnum(48)}`),
  bare('ai', 'NVIDIA_API_KEY', (r) => `nvapi-${r.string(BASE64URL, 64)}`),
  bare('ai', 'LANGSMITH_API_KEY', (r) => `lsv2_pt_${r.hex(32)}_${r.hex(10)}`),
  bare('ai', 'OPENROUTER_API_KEY', (r) => `sk-or-v1-${r.hex(64)}`),
  bare('ai', 'DEEPSEEK_API_KEY', (r) => `sk-${r.hex(32)}`),
  named('ai', 'COHERE_API_KEY', (r) => r.alnum(40)),
  named('ai', 'MISTRAL_API_KEY', (r) => r.alnum(32)),
  // Clouds
  bare('aws', 'AWS_ACCESS_KEY_ID', (r) => `AKIA${r.string(BASE32, 16)}`),
  bare('aws', 'AWS_ACCESS_KEY_ID', (r) => `ASIA${r.string(BASE32, 16)}`),
  named('aws', 'AWS_SECRET_ACCESS_KEY', (r) => r.string(BASE64, 40)),
  named('aws', 'AWS_SESSION_TOKEN', (r) => `IQoJb3JpZ2luX2VjE${r.string(BASE64, 300)}==`),
  bare(
    'aws',
    'AWS_BEARER_TOKEN_BEDROCK',
    (r) =>
      `ABSK${Buffer.from(`BedrockAPIKey-${r.alnum(4).toLowerCase()}-at-${r.digits(12)}:${r.string(BASE64, 44)}`).toString('base64')}`,
  ),
  bare('azure', 'AZURE_CLIENT_SECRET', (r) => `${r.alnum(3)}8Q~${r.string(`${ALNUM}-_.`, 34)}`),
  named('azure', 'AZURE_STORAGE_KEY', (r) => base64(r, 64)),
  bare(
    'azure',
    'AZURE_STORAGE_CONNECTION',
    (r) =>
      `DefaultEndpointsProtocol=https;AccountName=${r.string(LOWER, 9)};AccountKey=${base64(r, 64)};EndpointSuffix=core.windows.net`,
  ),
  bare(
    'azure',
    'SERVICE_BUS',
    (r) =>
      `Endpoint=sb://${r.string(LOWER, 8)}.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=${base64(r, 32)}`,
  ),
  bare(
    'azure',
    'AZURE_SAS_URL',
    (r) =>
      `https://${r.string(LOWER, 9)}.blob.core.windows.net/backup?sv=2023-11-03&sr=c&sp=rwdl&se=2026-01-01T00%3A00%3A00Z&sig=${encodeURIComponent(base64(r, 32))}`,
  ),
  named('azure', 'AZURE_OPENAI_API_KEY', (r) => r.hex(32)),
  bare('google', 'GOOGLE_API_KEY', (r) => `AIza${r.string(BASE64URL, 35)}`),
  bare('google', 'GOOGLE_CLIENT_SECRET', (r) => `GOCSPX-${r.string(BASE64URL, 28)}`),
  bare('google', 'GOOGLE_ACCESS_TOKEN', (r) => `ya29.${r.string(BASE64URL, 160)}`),
  bare(
    'google',
    'GOOGLE_REFRESH_TOKEN',
    (r) => `1//0${r.pick(['3', '4', '9'])}${r.string(BASE64URL, 98)}`,
  ),
  bare('google', 'GOOG_HMAC_ACCESS_ID', (r) => `GOOG1E${r.string(UPPER + '234567', 55)}`),
  // Code hosts
  bare('github', 'GITHUB_TOKEN', (r) => `ghp_${withChecksum(r)}`),
  bare('github', 'GH_TOKEN', (r) => `gho_${withChecksum(r)}`),
  bare('github', 'GITHUB_APP_TOKEN', (r) => `ghs_${withChecksum(r)}`),
  bare('github', 'GITHUB_REFRESH_TOKEN', (r) => `ghr_${withChecksum(r)}`),
  bare('github', 'GITHUB_PAT', (r) => `github_pat_${r.alnum(22)}_${r.alnum(59)}`),
  bare('gitlab', 'GITLAB_TOKEN', (r) => `glpat-${r.string(BASE64URL, 20)}`),
  bare('gitlab', 'CI_TRIGGER_TOKEN', (r) => `glptt-${r.hex(40)}`),
  bare('gitlab', 'DEPLOY_TOKEN', (r) => `gldt-${r.string(BASE64URL, 20)}`),
  bare('gitlab', 'RUNNER_TOKEN', (r) => `glrt-${r.string(BASE64URL, 20)}`),
  bare('gitlab', 'REGISTRATION_TOKEN', (r) => `GR1348941${r.string(BASE64URL, 20)}`),
  // Chat
  bare('slack', 'SLACK_BOT_TOKEN', (r) => `xoxb-${r.digits(12)}-${r.digits(13)}-${r.alnum(24)}`),
  bare(
    'slack',
    'SLACK_USER_TOKEN',
    (r) => `xoxp-${r.digits(12)}-${r.digits(12)}-${r.digits(13)}-${r.hex(32)}`,
  ),
  bare(
    'slack',
    'SLACK_APP_TOKEN',
    (r) => `xapp-1-A0${r.string(UPPER_ALNUM, 9)}-${r.digits(13)}-${r.hex(64)}`,
  ),
  bare(
    'slack',
    'SLACK_WEBHOOK_URL',
    (r) =>
      `https://hooks.slack.com/services/T0${r.string(UPPER_ALNUM, 9)}/B0${r.string(UPPER_ALNUM, 9)}/${r.alnum(24)}`,
  ),
  named('slack', 'SLACK_SIGNING_SECRET', (r) => r.hex(32)),
  bare(
    'chat',
    'DISCORD_TOKEN',
    (r) =>
      `${Buffer.from(`1${r.digits(17)}`).toString('base64url')}.G${r.string(BASE64URL, 5)}.${r.string(BASE64URL, 38)}`,
  ),
  bare(
    'chat',
    'DISCORD_WEBHOOK',
    (r) => `https://discord.com/api/webhooks/1${r.digits(18)}/${r.string(BASE64URL, 68)}`,
  ),
  bare('chat', 'TELEGRAM_BOT_TOKEN', (r) => `${r.int(1e9, 7e9)}:AA${r.string(BASE64URL, 33)}`),
  bare(
    'chat',
    'TEAMS_WEBHOOK_URL',
    (r) =>
      `https://contoso.webhook.office.com/webhookb2/${r.uuid()}@${r.uuid()}/IncomingWebhook/${r.hex(32)}/${r.uuid()}`,
  ),
  named('chat', 'TWILIO_AUTH_TOKEN', (r) => r.hex(32)),
  // Payments
  bare('payments', 'STRIPE_SECRET_KEY', (r) => `sk_live_51${r.alnum(97)}`),
  bare('payments', 'STRIPE_KEY', (r) => `sk_test_${r.alnum(24)}`),
  bare('payments', 'STRIPE_RESTRICTED_KEY', (r) => `rk_live_51${r.alnum(97)}`),
  bare('payments', 'STRIPE_WEBHOOK_SECRET', (r) => `whsec_${r.alnum(32)}`),
  bare('payments', 'SQUARE_ACCESS_TOKEN', (r) => `EAAA${r.string(BASE64URL, 60)}`),
  bare('payments', 'SQUARE_SECRET', (r) => `sq0csp-${r.string(BASE64URL, 43)}`),
  bare(
    'payments',
    'BRAINTREE_ACCESS_TOKEN',
    (r) => `access_token$production$${r.string(LOWER_ALNUM, 16)}$${r.hex(32)}`,
  ),
  bare('payments', 'PLAID_ACCESS_TOKEN', (r) => `access-production-${r.uuid()}`),
  named('payments', 'PAYPAL_CLIENT_SECRET', (r) => `E${r.string(BASE64URL, 79)}`),
  bare('shops', 'SHOPIFY_ACCESS_TOKEN', (r) => `shpat_${r.hex(32)}`),
  bare('shops', 'SHOPIFY_SHARED_SECRET', (r) => `shpss_${r.hex(32)}`),
  bare('shops', 'SHOPIFY_CUSTOM_APP', (r) => `shpca_${r.hex(32)}`),
  bare('shops', 'SHOPIFY_PRIVATE_APP', (r) => `shppa_${r.hex(32)}`),
  // Build and delivery
  bare('ci', 'BUILDKITE_TOKEN', (r) => `bkua_${r.hex(40)}`),
  bare('ci', 'CIRCLE_TOKEN', (r) => `CCIPAT_${r.alnum(22)}_${r.hex(40)}`),
  bare('ci', 'SONAR_TOKEN', (r) => `sqp_${r.hex(40)}`),
  bare('ci', 'HARNESS_API_KEY', (r) => `pat.${r.alnum(22)}.${r.hex(24)}.${r.alnum(20)}`),
  named('ci', 'JENKINS_API_TOKEN', (r) => `11${r.hex(32)}`),
  named('ci', 'CODECOV_TOKEN', (r) => r.uuid()),
  bare('registries', 'NPM_TOKEN', (r) => `npm_${withChecksum(r)}`),
  bare('registries', 'PYPI_API_TOKEN', (r) => `pypi-AgEIcHlwaS5vcmc${r.string(BASE64URL, 150)}`),
  bare('registries', 'GEM_HOST_API_KEY', (r) => `rubygems_${r.hex(48)}`),
  bare('registries', 'DOCKER_PAT', (r) => `dckr_pat_${r.string(BASE64URL, 27)}`),
  bare('registries', 'CARGO_REGISTRY_TOKEN', (r) => `cio${r.alnum(32)}`),
  bare('registries', 'NUGET_API_KEY', (r) => `oy2${r.string(LOWER_ALNUM, 43)}`),
  bare('registries', 'NPM_AUTH_LINE', (r) => `//registry.npmjs.org/:_authToken=${r.uuid()}`),
  // Hosting
  bare('hosting', 'DIGITALOCEAN_TOKEN', (r) => `dop_v1_${r.hex(64)}`),
  bare('hosting', 'HEROKU_API_KEY', (r) => `HRKU-AA${r.string(BASE64URL, 58)}`),
  bare('hosting', 'FLY_API_TOKEN', (r) => `FlyV1 fm2_${r.string(BASE64, 180)}`),
  bare('hosting', 'NETLIFY_AUTH_TOKEN', (r) => `nfp_${r.alnum(36)}`),
  bare('hosting', 'RENDER_API_KEY', (r) => `rnd_${r.alnum(32)}`),
  bare('hosting', 'SUPABASE_ACCESS_TOKEN', (r) => `sbp_${r.hex(40)}`),
  named('hosting', 'CLOUDFLARE_API_TOKEN', (r) => r.string(BASE64URL, 40)),
  named('hosting', 'LINODE_TOKEN', (r) => r.hex(64)),
  // Monitoring
  named('monitoring', 'DD_API_KEY', (r) => r.hex(32)),
  bare('monitoring', 'NEW_RELIC_API_KEY', (r) => `NRAK-${r.string(UPPER_ALNUM, 27)}`),
  named('monitoring', 'NEW_RELIC_LICENSE_KEY', (r) => `${r.hex(36)}NRAL`),
  bare('monitoring', 'SENTRY_AUTH_TOKEN', (r) => `sntryu_${r.hex(64)}`),
  bare('monitoring', 'GRAFANA_TOKEN', (r) => `glsa_${r.alnum(32)}_${r.hex(8)}`),
  bare(
    'monitoring',
    'DYNATRACE_TOKEN',
    (r) => `dt0c01.${r.string(BASE32, 24)}.${r.string(BASE32, 64)}`,
  ),
  // Mail
  bare(
    'mail',
    'SENDGRID_API_KEY',
    (r) => `SG.${r.string(BASE64URL, 22)}.${r.string(BASE64URL, 43)}`,
  ),
  bare('mail', 'MAILGUN_API_KEY', (r) => `key-${r.hex(32)}`),
  bare('mail', 'MAILCHIMP_API_KEY', (r) => `${r.hex(32)}-us${r.int(1, 21)}`),
  bare('mail', 'RESEND_API_KEY', (r) => `re_${r.alnum(8)}_${r.alnum(24)}`),
  bare('mail', 'BREVO_API_KEY', (r) => `xkeysib-${r.hex(64)}-${r.alnum(16)}`),
  named('mail', 'POSTMARK_SERVER_TOKEN', (r) => r.uuid()),
  // Infrastructure
  bare('infrastructure', 'VAULT_TOKEN', (r) => `hvs.${r.string(BASE64URL, 91)}`),
  bare('infrastructure', 'TFE_TOKEN', (r) => `${r.alnum(14)}.atlasv1.${r.string(BASE64URL, 67)}`),
  bare('infrastructure', 'PULUMI_ACCESS_TOKEN', (r) => `pul-${r.hex(40)}`),
  bare('infrastructure', 'DOPPLER_TOKEN', (r) => `dp.pt.${r.alnum(43)}`),
  bare('infrastructure', 'TS_AUTHKEY', (r) => `tskey-auth-k${r.alnum(10)}CNTRL-${r.alnum(32)}`),
  bare('infrastructure', 'DATABRICKS_TOKEN', (r) => `dapi${r.hex(32)}`),
  named('infrastructure', 'CONSUL_HTTP_TOKEN', (r) => r.uuid()),
  // Workspaces and other services
  bare('workspace', 'NOTION_TOKEN', (r) => `ntn_${r.digits(11)}${r.alnum(35)}`),
  bare('workspace', 'AIRTABLE_PAT', (r) => `pat${r.alnum(14)}.${r.hex(64)}`),
  bare('workspace', 'FIGMA_TOKEN', (r) => `figd_${r.string(BASE64URL, 40)}`),
  bare(
    'workspace',
    'ATLASSIAN_API_TOKEN',
    (r) => `ATATT3xFfGF0${r.string(BASE64URL, 171)}=${r.hex(8).toUpperCase()}`,
  ),
  bare('workspace', 'LINEAR_API_KEY', (r) => `lin_api_${r.alnum(40)}`),
  bare('workspace', 'POSTMAN_API_KEY', (r) => `PMAK-${r.hex(24)}-${r.hex(34)}`),
  bare('workspace', 'TYPEFORM_TOKEN', (r) => `tfp_${r.string(BASE64URL, 59)}`),
  bare('workspace', 'HUBSPOT_TOKEN', (r) => `pat-na1-${r.uuid()}`),
  bare('social', 'FACEBOOK_ACCESS_TOKEN', (r) => `EAACEdEose0cBA${r.alnum(120)}`),
  bare(
    'social',
    'TWITTER_BEARER_TOKEN',
    (r) => `AAAAAAAAAAAAAAAAAAAAA${r.alnum(8)}%3D${r.alnum(60)}`,
  ),
  named('social', 'TWITCH_CLIENT_SECRET', (r) => r.string(LOWER_ALNUM, 30)),
  named('social', 'SPOTIFY_CLIENT_SECRET', (r) => r.hex(32)),
  named('social', 'LINKEDIN_CLIENT_SECRET', (r) => `WPL_AP1.${r.alnum(16)}.${r.alnum(6)}==`),
  // Signed tokens, wallets
  bare('jwt', 'ACCESS_TOKEN', jwt),
  bare('jwt', 'ID_TOKEN', jwt),
  bare('jwt', 'SUPABASE_SERVICE_ROLE_KEY', jwt),
  bare('jwt', 'SESSION', jwt),
  bare('jwt', 'SERVICE_ACCOUNT_TOKEN', jwt),
  bare('wallets', 'AGE_KEY', (r) => `AGE-SECRET-KEY-1${r.string(BECH32, 58)}`),
  named('wallets', 'ETH_PRIVATE_KEY', (r) => `0x${r.hex(64)}`),
  named('wallets', 'DEPLOYER_PRIVATE_KEY', (r) => r.hex(64)),
  // No issuer: a telling name and a value that nobody types
  named('generic', 'API_KEY', (r) => r.alnum(32)),
  named('generic', 'CLIENT_SECRET', (r) => r.string(BASE64URL, 40)),
  named('generic', 'ACCESS_TOKEN', (r) => r.string(BASE64URL, 48)),
  named('generic', 'SECRET_KEY', (r) => r.hex(64)),
  named('generic', 'SIGNING_SECRET', (r) => base64(r, 32)),
  named('generic', 'AUTH_TOKEN', (r) => r.hex(40)),
  named('generic', 'ENCRYPTION_KEY', (r) => base64(r, 32)),
  named('generic', 'INTERNAL_API_TOKEN', (r) => r.alnum(24)),
  // Passwords
  named('passwords', 'DB_PASSWORD', (r) => password(r)),
  named('passwords', 'PASSWORD', (r) => password(r)),
  named('passwords', 'ADMIN_PASSWORD', (r) => password(r)),
  named('passwords', 'SMTP_PASSWORD', (r) => password(r)),
  named('passwords', 'REDIS_PASSWORD', (r) => r.alnum(20)),
];

/** As people or password managers make them; without characters that end a value in some contexts. */
export function password(random) {
  const words = [
    'Sommer',
    'tiger',
    'Falcon',
    'blue',
    'Kaffee',
    'Rocket',
    'winter',
    'Maple',
    'orbit',
  ];
  return random.pick([
    () =>
      `${random.pick(words)}${random.pick(words)}${random.digits(3)}${random.pick([...'!%_*'])}`,
    () => `${random.alnum(7)}${random.pick([...'!_.*'])}${random.alnum(6)}`,
    () => `${random.pick(words)}-${random.pick(words)}-${random.digits(4)}`,
  ])();
}
