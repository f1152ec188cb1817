import { DATABASE_TOOLS, SHELL_TOOLS } from '../tool-name.ts';
import type { PolicyRule } from './rule.ts';

const REQUEST = { boundary: 'action', direction: 'request' } as const satisfies Partial<PolicyRule>;

/**
 * The rules that SafeAI ships. They stand after the operator's own where priorities are equal; a top-level
 * rule with the name of one replaces it.
 */
export const DEFAULT_RULES: readonly PolicyRule[] = [
  {
    name: 'default-secret-detection',
    priority: 10,
    locked: true,
    boundary: ['input', 'memory', 'action'],
    direction: ['request', 'message'],
    dataTags: ['secret'],
    action: 'block',
    reason: 'Secret detected in {surface}',
  },
  {
    name: 'default-secret-redaction',
    priority: 11,
    locked: true,
    boundary: ['output', 'action'],
    direction: 'response',
    dataTags: ['secret'],
    action: 'redact',
    reason: 'Secret detected in {surface}',
  },
  {
    ...REQUEST,
    name: 'default-guard-tampering',
    priority: 15,
    locked: true,
    dataTags: ['tampering'],
    action: 'block',
    reason: "Change to the guard's own configuration",
  },
  {
    ...REQUEST,
    name: 'default-destructive-command',
    priority: 20,
    locked: true,
    dataTags: [
      'destructive.shell',
      'destructive.container',
      'destructive.cloud',
      'destructive.supply_chain',
    ],
    action: 'block',
    reason: 'Destructive command blocked by policy',
  },
  {
    ...REQUEST,
    name: 'default-destructive-git',
    priority: 21,
    dataTags: ['destructive.git'],
    action: 'require_approval',
    reason: 'Human approval required for destructive git operation',
  },
  {
    ...REQUEST,
    name: 'default-destructive-database',
    priority: 22,
    dataTags: ['destructive'],
    tools: DATABASE_TOOLS,
    action: 'require_approval',
    reason: 'Human approval required for destructive database operation',
  },
  {
    ...REQUEST,
    name: 'default-destructive-shell-tool',
    priority: 23,
    dataTags: ['destructive'],
    tools: SHELL_TOOLS,
    action: 'block',
    reason: 'Destructive command blocked by policy',
  },
  {
    ...REQUEST,
    name: 'default-destructive-other',
    priority: 24,
    dataTags: ['destructive'],
    action: 'require_approval',
    reason: 'Human approval required for destructive operation',
  },
  {
    name: 'default-pii-redaction',
    priority: 30,
    boundary: ['output', 'action'],
    direction: ['response', 'message'],
    dataTags: ['personal'],
    action: 'redact',
    reason: 'PII detected in {surface}',
  },
  {
    name: 'default-injection-flag',
    priority: 40,
    boundary: ['input', 'action', 'memory'],
    direction: ['response', 'message'],
    dataTags: ['injection'],
    action: 'flag',
    reason: 'Possible prompt injection in {surface}',
  },
  {
    name: 'default-allow',
    priority: 1000,
    boundary: ['input', 'action', 'output', 'memory'],
    action: 'allow',
    reason: 'Allowed by default policy',
  },
];
