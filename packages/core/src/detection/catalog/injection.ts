import type { DetectorRule } from '../rule.ts';
import { CIPHER_RULES } from './injection/ciphers.ts';
import { INDIRECT_CUES } from './injection/cues-indirect.ts';
import { PERSONA_CUES } from './injection/cues-persona.ts';
import { PRESSURE_CUES } from './injection/cues-pressure.ts';
import { RELEASE_CUES } from './injection/cues-release.ts';
import { EXTRACTION_RULES } from './injection/extraction.ts';
import { INDIRECT_RULES } from './injection/indirect.ts';
import { JAILBREAK_RULES } from './injection/jailbreak.ts';
import { LIMIT_RULES } from './injection/limits.ts';
import { MULTILINGUAL_LIMIT_RULES } from './injection/multilingual-limits.ts';
import { MULTILINGUAL_REVEAL_RULES } from './injection/multilingual-reveal.ts';
import { SCRIPT_RULES } from './injection/multilingual-scripts.ts';
import { MULTILINGUAL_RULES } from './injection/multilingual.ts';
import { OBFUSCATED_RULES } from './injection/obfuscated.ts';
import { OVERRIDE_RULES } from './injection/override.ts';
import { PERSONA_RULES } from './injection/persona.ts';
import { TERMINAL_RULES } from './injection/terminal.ts';

/**
 * Wording with which prompt injections are made. A strong phrase, of several words that belong together, has a
 * confidence of 0.55 and more by itself. Everything else is weak evidence: a cue of some kind (a part to be
 * played, limits that are lifted, an answer that is dictated, …), which is reported only where cues of several
 * kinds stand near one another and add up to enough.
 */
export const INJECTION_RULES: readonly DetectorRule[] = [
  ...OVERRIDE_RULES,
  ...JAILBREAK_RULES,
  ...LIMIT_RULES,
  ...PERSONA_RULES,
  ...EXTRACTION_RULES,
  ...INDIRECT_RULES,
  ...OBFUSCATED_RULES,
  ...CIPHER_RULES,
  ...TERMINAL_RULES,
  ...MULTILINGUAL_RULES,
  ...SCRIPT_RULES,
  ...MULTILINGUAL_REVEAL_RULES,
  ...MULTILINGUAL_LIMIT_RULES,
  ...PERSONA_CUES,
  ...RELEASE_CUES,
  ...PRESSURE_CUES,
  ...INDIRECT_CUES,
];
