import { alnum, hex } from '../samples.ts';
import { END, END_URL, START, secret } from './shape.ts';

/** Tokens and keys that SafeAI itself gives out. */
export const SAFEAI_RULES = [
  secret({
    id: 'safeai-capability-token',
    tags: ['secret.token.safeai'],
    anchors: ['sfcap_'],
    pattern: `${START}sfcap_[0-9a-f]{24}_[0-9a-f]{64}${END}`,
    maxLength: 95,
    confidence: 0.99,
    source: 'https://www.npmjs.com/package/@safeai/core',
    examples: {
      positive: [
        `sfcap_${hex(24)}_${hex(64)}`,
        `{"capability_token": "sfcap_${hex(24)}_${hex(64)}"}`,
      ],
      negative: [`sfcap_${hex(24)}`, `sfcap_${hex(24)}_${hex(63)}g`],
    },
  }),
  secret({
    id: 'safeai-api-key',
    tags: ['secret.api_key.safeai'],
    anchors: ['sfai_'],
    pattern: `${START}sfai_[0-9a-z]{12}_[A-Za-z0-9_-]{43}${END_URL}`,
    maxLength: 61,
    confidence: 0.99,
    source: 'https://www.npmjs.com/package/@safeai/core',
    examples: {
      positive: [
        `sfai_k3y0fake1234_${alnum(43)}`,
        `Authorization: Bearer sfai_0a1b2c3d4e5f_${alnum(43)}`,
      ],
      negative: ['sfai_k3y0fake1234', `sfai_K3Y0FAKE1234_${alnum(43)}`, `sfai_short_${alnum(43)}`],
    },
  }),
  secret({
    id: 'safeai-local-key',
    tags: ['secret.api_key.safeai'],
    anchors: ['sfai_local_'],
    pattern: `${START}sfai_local_[A-Za-z0-9_-]{43}${END_URL}`,
    maxLength: 54,
    confidence: 0.99,
    source: 'https://www.npmjs.com/package/@safeai/core',
    examples: {
      positive: [`sfai_local_${alnum(43)}`, `x-safeai-key: sfai_local_${alnum(43)}`],
      negative: ['sfai_local_key', `sfai_local_${alnum(44)}`],
    },
  }),
];
