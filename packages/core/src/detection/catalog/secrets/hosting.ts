import { FAKE_UUID, alnum, hex } from '../samples.ts';
import { END, END_URL, START, UUID, secret } from './shape.ts';

/** Tokens of places that run and deliver applications. */
export const HOSTING_RULES = [
  secret({
    id: 'heroku-key',
    tags: ['secret.api_key.heroku'],
    anchors: ['HRKU-'],
    pattern: `${START}HRKU-(?:AA[0-9a-zA-Z_-]{58}|${UUID})${END_URL}`,
    maxLength: 65,
    confidence: 0.95,
    source: 'https://devcenter.heroku.com/articles/authentication',
    examples: {
      positive: [`HEROKU_API_KEY=HRKU-AA${alnum(58)}`, `HRKU-${FAKE_UUID}`],
      negative: ['HRKU-', 'HRKU-AA'],
    },
  }),
  secret({
    id: 'fly-token',
    tags: ['secret.token.fly'],
    anchors: ['fm1r_', 'fm1a_', 'fm2_', 'fo1_'],
    pattern: `${START}(?:fo1_[A-Za-z0-9_-]{43}${END_URL}|fm1[ar]_[A-Za-z0-9+/=_-]{60,1200}|fm2_[A-Za-z0-9+/=_-]{60,1200})`,
    maxLength: 1206,
    confidence: 0.95,
    source: 'https://fly.io/docs/security/tokens/',
    examples: {
      positive: [`FLY_API_TOKEN="FlyV1 fm2_${alnum(200)}"`, `fo1_${alnum(43)}`],
      negative: ['fo1_index', 'fm2_audio'],
    },
  }),
  secret({
    id: 'cloudflare-origin-ca-key',
    tags: ['secret.api_key.cloudflare'],
    anchors: ['v1.0-'],
    pattern: `${START}v1\\.0-[0-9a-f]{24,64}-[0-9a-f]{64,160}(?:-[0-9a-f]{32,96})?${END}`,
    maxLength: 330,
    confidence: 0.95,
    source: 'https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/',
    examples: {
      positive: [
        `X-Auth-User-Service-Key: v1.0-${hex(24)}-${hex(146)}`,
        `v1.0-${hex(24)}-${hex(146)}`,
      ],
      negative: ['v1.0-beta', `v1.0-${hex(24)}`],
    },
  }),
  secret({
    id: 'cloudflare-token',
    tags: ['secret.token.cloudflare'],
    anchors: ['cloudflare', 'CF_API_TOKEN', 'CF_API_KEY'],
    mode: 'assign',
    ignoreCase: true,
    pattern: '(?:[A-Za-z0-9_-]{40}|[0-9a-f]{37})(?![A-Za-z0-9_-])',
    maxLength: 40,
    confidence: 0.8,
    entropy: 3,
    generic: true,
    source: 'https://developers.cloudflare.com/fundamentals/api/get-started/create-token/',
    examples: {
      positive: [`CLOUDFLARE_API_TOKEN=${alnum(40)}`, `cloudflare_api_key: "${hex(37)}"`],
      negative: ['CLOUDFLARE_ZONE=example.com', 'cloudflare: enabled'],
    },
  }),
  secret({
    id: 'netlify-token',
    tags: ['secret.token.netlify'],
    anchors: ['nfp_', 'nfc_', 'nfo_'],
    pattern: `${START}nf[pco]_[A-Za-z0-9]{36}${END}`,
    maxLength: 40,
    confidence: 0.95,
    source: 'https://docs.netlify.com/api/get-started/',
    examples: {
      positive: [`NETLIFY_AUTH_TOKEN=nfp_${alnum(36)}`, `nfc_${alnum(36)}`],
      negative: ['nfp_mount', `nfp_${alnum(8)}`],
    },
  }),
  secret({
    id: 'render-key',
    tags: ['secret.api_key.render'],
    anchors: ['rnd_'],
    pattern: `${START}rnd_[A-Za-z0-9]{28,36}${END}`,
    maxLength: 40,
    confidence: 0.9,
    source: 'https://render.com/docs/api',
    examples: {
      positive: [`Authorization: Bearer rnd_${alnum(32)}`, `RENDER_API_KEY=rnd_${alnum(28)}`],
      negative: ['rnd_seed = 42', 'rnd_numbers'],
    },
  }),
  secret({
    id: 'supabase-key',
    tags: ['secret.api_key.supabase'],
    anchors: ['sbp_', 'sb_secret_'],
    pattern: `${START}(?:sbp_(?:oauth_|v0_)?[0-9a-f]{40}|sb_secret_[A-Za-z0-9_-]{31})${END_URL}`,
    maxLength: 50,
    confidence: 0.95,
    source: 'https://supabase.com/docs/guides/api/api-keys',
    examples: {
      positive: [`SUPABASE_ACCESS_TOKEN=sbp_${hex(40)}`, `sb_secret_${alnum(22)}_${alnum(8)}`],
      negative: ['sb_secret_', `sb_publishable_${alnum(31)}`],
    },
  }),
];
