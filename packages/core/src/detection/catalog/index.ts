import type { DetectorRule } from '../rule.ts';
import { FINANCIAL_RULES } from './financial.ts';
import { HEALTH_RULES } from './health.ts';
import { PII_RULES } from './pii/index.ts';
import { SECRET_RULES } from './secrets/index.ts';

/** Every built-in rule. Where two match at the same place with the same priority, the earlier one is reported. */
export const CATALOGUE: readonly DetectorRule[] = [
  ...SECRET_RULES,
  ...FINANCIAL_RULES,
  ...HEALTH_RULES,
  ...PII_RULES,
];
