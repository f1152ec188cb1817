import type { DetectorRule } from '../../rule.ts';
import { ADDRESS_RULES } from './address.ts';
import { BIRTH_RULES } from './birth.ts';
import { EMAIL_RULES } from './email.ts';
import { US_GOVERNMENT_RULES } from './government-us.ts';
import { NETWORK_RULES } from './network.ts';
import { PHONE_RULES } from './phone.ts';

/** Every rule that finds what identifies a person. */
export const PII_RULES: readonly DetectorRule[] = [
  ...ADDRESS_RULES,
  ...BIRTH_RULES,
  ...EMAIL_RULES,
  ...US_GOVERNMENT_RULES,
  ...NETWORK_RULES,
  ...PHONE_RULES,
];
