import { codingAgent } from './coding-agent.ts';
import { finance } from './finance.ts';
import { healthcare } from './healthcare.ts';
import { strict } from './strict.ts';
import { support } from './support.ts';
import type { PolicyTemplate } from './template.ts';

/** Every policy template, in alphabetical order. They can be combined: no two rules share a name. */
export const POLICY_TEMPLATES: readonly PolicyTemplate[] = [
  codingAgent,
  finance,
  healthcare,
  strict,
  support,
];
