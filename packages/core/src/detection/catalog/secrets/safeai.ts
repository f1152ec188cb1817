import { hex } from '../samples.ts';
import { END, START, secret } from './shape.ts';

/** Tokens that SafeAI itself gives out. */
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
];
