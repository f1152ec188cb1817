import type { PolicyTemplate } from './template.ts';

const MOVES_MONEY = [
  '*payment*',
  '*payout*',
  '*refund*',
  '*transfer*',
  '*withdraw*',
  'wire_*',
  'place_order',
  'trade_*',
];
const HOUR = 3_600_000;

/** For agents that see accounts and can move money. */
export const finance: PolicyTemplate = {
  name: 'finance',
  description:
    'For agents that see accounts or move money: card and account numbers are redacted in prompts, messages ' +
    'and tool results and never stored or sent to tools, every tool that moves money waits for a person, and ' +
    'from 10 000 on for two.',
  rules: [
    {
      name: 'finance-account-data-redaction',
      boundary: ['input', 'output', 'action'],
      direction: ['response', 'message'],
      dataTags: ['personal.financial'],
      action: 'redact',
      locked: true,
      priority: 25,
      controls: ['pci-dss:3.4', 'owasp-llm:LLM02'],
      reason: 'Financial data detected in {surface}',
    },
    {
      name: 'finance-account-data-storage',
      boundary: 'memory',
      dataTags: ['personal.financial'],
      action: 'block',
      locked: true,
      priority: 50,
      controls: ['pci-dss:3.3'],
      reason: 'Financial data must not be stored',
    },
    {
      name: 'finance-account-data-tools',
      boundary: 'action',
      direction: 'request',
      dataTags: ['personal.financial.card'],
      action: 'block',
      priority: 50,
      controls: ['pci-dss:3.4'],
      reason: 'Card number in a call of {tool}',
    },
    {
      name: 'finance-large-payment',
      boundary: 'action',
      direction: 'request',
      tools: MOVES_MONEY,
      when: { 'parameters.amount': { gte: 10_000, required: true } },
      action: 'require_approval',
      approval: { minApprovals: 2, ttlMs: HOUR },
      locked: true,
      priority: 51,
      controls: ['owasp-llm:LLM06'],
      reason: 'Two approvals required for a large payment by {tool}',
    },
    {
      name: 'finance-payment',
      boundary: 'action',
      direction: 'request',
      tools: MOVES_MONEY,
      action: 'require_approval',
      approval: { ttlMs: HOUR },
      locked: true,
      priority: 52,
      controls: ['owasp-llm:LLM06'],
      reason: 'Human approval required for a payment by {tool}',
    },
    {
      name: 'finance-tainted-transfer',
      boundary: 'action',
      direction: 'request',
      tools: MOVES_MONEY,
      when: { 'session.tags': { has: 'injection' } },
      action: 'block',
      locked: true,
      priority: 53,
      controls: ['owasp-llm:LLM01'],
      reason: 'No payment after a possible prompt injection in the session',
    },
  ],
};
