import type { DetectorRule } from '../../rule.ts';
import { AI_PROVIDER_RULES } from './ai-providers.ts';
import { ASSIGNMENT_RULES } from './assignments.ts';
import { AZURE_RULES } from './azure.ts';
import { CARRIER_RULES } from './carriers.ts';
import { CI_RULES } from './ci.ts';
import { CLOUD_RULES } from './cloud.ts';
import { DATABASE_RULES } from './databases.ts';
import { KEY_RULES } from './keys.ts';
import { MESSAGING_RULES } from './messaging.ts';
import { PAYMENT_RULES } from './payments.ts';
import { SAAS_RULES } from './saas.ts';
import { VCS_RULES } from './vcs.ts';

/** Every rule that finds a secret. */
export const SECRET_RULES: readonly DetectorRule[] = [
  ...AI_PROVIDER_RULES,
  ...ASSIGNMENT_RULES,
  ...AZURE_RULES,
  ...CARRIER_RULES,
  ...CI_RULES,
  ...CLOUD_RULES,
  ...DATABASE_RULES,
  ...KEY_RULES,
  ...MESSAGING_RULES,
  ...PAYMENT_RULES,
  ...SAAS_RULES,
  ...VCS_RULES,
];
