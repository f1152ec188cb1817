import type { DetectorRule } from '../rule.ts';
import { FINANCIAL_RULES } from './financial.ts';
import { HEALTH_RULES } from './health.ts';
import { INJECTION_RULES } from './injection.ts';
import { PII_RULES } from './pii/index.ts';
import { SECRET_RULES } from './secrets/index.ts';

/** Every built-in rule. What needs a parser, destructive commands, is in `destructive.ts` instead. */
export const CATALOGUE: readonly DetectorRule[] = [
  ...SECRET_RULES,
  ...FINANCIAL_RULES,
  ...HEALTH_RULES,
  ...PII_RULES,
  ...INJECTION_RULES,
];
