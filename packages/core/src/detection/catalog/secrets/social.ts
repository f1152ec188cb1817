import { alnum, digits, hex } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** The start of every key's SID, with its first two digits. */
const TWILIO_STARTS = Array.from(
  { length: 256 },
  (_, index) => `SK${index.toString(16).padStart(2, '0')}`,
);

/** Tokens of telephony and social services. */
export const SOCIAL_RULES = [
  secret({
    id: 'twilio-key',
    tags: ['secret.api_key.twilio'],
    anchors: ['twilio', 'api_key_sid', 'apikeysid', 'api_key', 'apikey'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `(?:SK|sk)[0-9a-fA-F]{32}${END}`,
    maxLength: 34,
    confidence: 0.9,
    source: 'https://www.twilio.com/docs/iam/api-keys',
    examples: {
      positive: [`TWILIO_API_KEY=SK${hex(32)}`, `apiKeySid: "SK${hex(32)}"`],
      negative: ['TWILIO_NUMBER=none', `TWILIO_ACCOUNT_SID=AC${hex(32)}`],
    },
  }),
  secret({
    id: 'twilio-key-alone',
    tags: ['secret.api_key.twilio'],
    anchors: TWILIO_STARTS,
    pattern: `(?<![0-9A-Za-z_-])SK[0-9a-f]{32}(?![0-9A-Za-z_-])`,
    maxLength: 34,
    confidence: 0.85,
    source: 'https://www.twilio.com/docs/iam/api-keys',
    examples: {
      positive: [`the key SK${hex(32)}`, `"SK${hex(32)}"`],
      negative: ['SK20 and SK21', `SK${hex(20)}`],
    },
  }),
  secret({
    id: 'twitter-access-token',
    tags: ['secret.token.twitter'],
    anchors: [],
    mode: 'digits',
    pattern: `(?<![0-9A-Za-z_.-])[0-9]{7,20}-(?=[A-Za-z]{0,39}[0-9])(?=[0-9a-z]{0,39}[A-Z])(?=[0-9A-Z]{0,39}[a-z])[A-Za-z0-9]{40}${END_URL}`,
    maxLength: 61,
    confidence: 0.8,
    source:
      'https://docs.x.com/resources/fundamentals/authentication/oauth-1-0a/api-key-and-secret',
    examples: {
      positive: [`${digits(10)}-${alnum(40)}`, `"${digits(19)}-${alnum(40)}"`],
      negative: [`${digits(10)}-${hex(40)}`, `${digits(10)}-${alnum(20)}`],
    },
  }),
  secret({
    id: 'twilio-auth-token',
    tags: ['secret.token.twilio'],
    anchors: ['twilio'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `[0-9a-f]{32}${END}`,
    maxLength: 32,
    confidence: 0.85,
    entropy: 3,
    generic: true,
    source: 'https://www.twilio.com/docs/iam/api/authtoken',
    examples: {
      positive: [`TWILIO_AUTH_TOKEN=${hex(32)}`, `twilio_token: '${hex(32)}'`],
      negative: [`TWILIO_ACCOUNT_SID=AC${hex(32)}`, 'twilio: 5.0.0'],
    },
  }),
  secret({
    id: 'facebook-access-token',
    tags: ['secret.token.facebook'],
    anchors: [
      'EAAB',
      'EAAC',
      'EAAD',
      'EAAE',
      'EAAF',
      'EAAG',
      'EAAH',
      'EAAI',
      'EAAJ',
      'EAAK',
      'EAAL',
      'EAAM',
    ],
    pattern: `${START}EAA[B-M](?:EdEose0cBA[A-Za-z0-9]{10,400}|[A-Za-z0-9]{90,400})${END}`,
    maxLength: 416,
    confidence: 0.9,
    source: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/',
    examples: {
      positive: [`access_token=EAAC${alnum(160)}`, `"EAAM${alnum(120)}ZD"`],
      negative: ['EAAB', `EAAC${alnum(30)}`],
    },
  }),
  secret({
    id: 'facebook-app-token',
    tags: ['secret.token.facebook'],
    anchors: [],
    mode: 'digits',
    pattern: `(?<![0-9A-Za-z])[0-9]{14,17}(?:\\||%7C)[A-Za-z0-9_-]{27}${END_URL}`,
    maxLength: 47,
    confidence: 0.9,
    source: 'https://developers.facebook.com/docs/facebook-login/guides/access-tokens/',
    examples: {
      positive: [`access_token=${digits(15)}|${alnum(27)}`, `${digits(16)}%7C${alnum(27)}`],
      negative: [`${digits(15)}|short`, '1|2'],
    },
  }),
  secret({
    id: 'twitter-bearer-token',
    tags: ['secret.token.twitter'],
    anchors: ['AAAAAAAAAAAAAAAAAAAA'],
    pattern: `${START}A{20,22}(?=[A-Za-z%]{0,100}[0-9])[A-Za-z0-9%]{50,140}${END}`,
    maxLength: 162,
    confidence: 0.85,
    entropy: 3,
    source: 'https://developer.x.com/en/docs/authentication/oauth-2-0/bearer-tokens',
    examples: {
      positive: [
        `TWITTER_BEARER=AAAAAAAAAAAAAAAAAAAAA${alnum(30)}%3D${alnum(50)}`,
        `Bearer AAAAAAAAAAAAAAAAAAAAAF${alnum(80)}`,
      ],
      negative: ['AAAAAAAAAAAAAAAAAAAAAAAA', 'A'.repeat(120)],
    },
  }),
  secret({
    id: 'twitch-stream-key',
    tags: ['secret.credential.twitch'],
    anchors: ['live_'],
    pattern: `${START}live_[0-9]{6,12}_[A-Za-z0-9]{28,32}${END}`,
    maxLength: 50,
    confidence: 0.95,
    source: 'https://help.twitch.tv/s/article/twitch-stream-key-faq',
    examples: {
      positive: [
        `rtmp://live.twitch.tv/app/live_${digits(9)}_${alnum(30)}`,
        `live_${digits(8)}_${alnum(30)}`,
      ],
      negative: ['live_streams', 'live_123_abc'],
    },
  }),
];
