import type { DetectorRule } from '../rule.ts';
import { EXTRACTION_RULES } from './injection/extraction.ts';
import { INDIRECT_RULES } from './injection/indirect.ts';
import { JAILBREAK_RULES } from './injection/jailbreak.ts';
import { MULTILINGUAL_RULES } from './injection/multilingual.ts';
import { OBFUSCATED_RULES } from './injection/obfuscated.ts';
import { OVERRIDE_RULES } from './injection/override.ts';
import { PERSONA_RULES } from './injection/persona.ts';

/**
 * Wording with which prompt injections are made. A rule with strong evidence, several words that belong
 * together, has a confidence of 0.6 and more; weak evidence stays under 0.5 unless other words of the kind stand
 * near it.
 */
export const INJECTION_RULES: readonly DetectorRule[] = [
  ...OVERRIDE_RULES,
  ...JAILBREAK_RULES,
  ...PERSONA_RULES,
  ...EXTRACTION_RULES,
  ...INDIRECT_RULES,
  ...OBFUSCATED_RULES,
  ...MULTILINGUAL_RULES,
];
