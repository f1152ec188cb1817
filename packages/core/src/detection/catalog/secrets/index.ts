import type { DetectorRule } from '../../rule.ts';
import { AI_PROVIDER_RULES } from './ai-providers.ts';
import { AZURE_RULES } from './azure.ts';
import { CI_RULES } from './ci.ts';
import { CLOUD_RULES } from './cloud.ts';
import { DATABASE_RULES } from './databases.ts';
import { GENERIC_RULES } from './generic.ts';
import { KEY_RULES } from './keys.ts';
import { MESSAGING_RULES } from './messaging.ts';
import { PAYMENT_RULES } from './payments.ts';
import { VCS_RULES } from './vcs.ts';

/** Every rule that finds a secret. */
export const SECRET_RULES: readonly DetectorRule[] = [
  ...AI_PROVIDER_RULES,
  ...AZURE_RULES,
  ...CI_RULES,
  ...CLOUD_RULES,
  ...DATABASE_RULES,
  ...GENERIC_RULES,
  ...KEY_RULES,
  ...MESSAGING_RULES,
  ...PAYMENT_RULES,
  ...VCS_RULES,
];
