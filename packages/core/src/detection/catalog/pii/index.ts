import type { DetectorRule } from '../../rule.ts';
import { ADDRESS_RULES } from './address.ts';
import { AFRICA_ISRAEL_RULES } from './africa-israel.ts';
import { AMERICAS_RULES } from './americas.ts';
import { ASIA_RULES } from './asia.ts';
import { BIRTH_RULES } from './birth.ts';
import { EMAIL_RULES } from './email.ts';
import { CENTRAL_EUROPE_RULES } from './europe-central.ts';
import { NORTH_EUROPE_RULES } from './europe-north.ts';
import { WEST_EUROPE_RULES } from './europe-west.ts';
import { GERMANY_RULES } from './germany.ts';
import { US_GOVERNMENT_RULES } from './government-us.ts';
import { INDIA_RULES } from './india.ts';
import { KOREA_RULES } from './korea.ts';
import { NETWORK_RULES } from './network.ts';
import { OCEANIA_RULES } from './oceania.ts';
import { PASSPORT_RULES } from './passport.ts';
import { PHONE_RULES } from './phone.ts';
import { UK_RULES } from './united-kingdom.ts';
import { WHOLE_CODE_RULES } from './whole-text-codes.ts';
import { WHOLE_DATED_NUMBER_RULES } from './whole-text-dated.ts';
import { WHOLE_EUROPEAN_NUMBER_RULES } from './whole-text-europe.ts';
import { WHOLE_NUMBER_RULES } from './whole-text-numbers.ts';

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
  ...INDIA_RULES,
  ...KOREA_RULES,
  ...ASIA_RULES,
  ...OCEANIA_RULES,
  ...AMERICAS_RULES,
  ...AFRICA_ISRAEL_RULES,
  ...WHOLE_NUMBER_RULES,
  ...WHOLE_EUROPEAN_NUMBER_RULES,
  ...WHOLE_DATED_NUMBER_RULES,
  ...WHOLE_CODE_RULES,
];
