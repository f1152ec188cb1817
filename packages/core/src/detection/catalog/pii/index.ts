import type { DetectorRule } from '../../rule.ts';
import { ADDRESS_RULES } from './address.ts';
import { AMERICAS_AFRICA_RULES } from './americas-africa.ts';
import { ASIA_PACIFIC_RULES } from './asia-pacific.ts';
import { BIRTH_RULES } from './birth.ts';
import { EMAIL_RULES } from './email.ts';
import { CENTRAL_EUROPE_RULES } from './europe-central.ts';
import { NORTH_EUROPE_RULES } from './europe-north.ts';
import { WEST_EUROPE_RULES } from './europe-west.ts';
import { GERMANY_RULES } from './germany.ts';
import { US_GOVERNMENT_RULES } from './government-us.ts';
import { NETWORK_RULES } from './network.ts';
import { PASSPORT_RULES } from './passport.ts';
import { PHONE_RULES } from './phone.ts';
import { UK_RULES } from './united-kingdom.ts';

/** Every rule that finds what identifies a person. */
export const PII_RULES: readonly DetectorRule[] = [
  ...ADDRESS_RULES,
  ...BIRTH_RULES,
  ...EMAIL_RULES,
  ...NETWORK_RULES,
  ...PASSPORT_RULES,
  ...PHONE_RULES,
  ...US_GOVERNMENT_RULES,
  ...UK_RULES,
  ...GERMANY_RULES,
  ...NORTH_EUROPE_RULES,
  ...WEST_EUROPE_RULES,
  ...CENTRAL_EUROPE_RULES,
  ...ASIA_PACIFIC_RULES,
  ...AMERICAS_AFRICA_RULES,
];
