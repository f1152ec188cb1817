import type { PolicyTemplate } from './template.ts';

/** For agents that see patients' data. */
export const healthcare: PolicyTemplate = {
  name: 'healthcare',
  description:
    "For agents that see patients' data: health identifiers are redacted in prompts, results, messages and " +
    'answers, never stored, sent to a tool only after approval, and no data leaves by mail or web once the ' +
    'session has seen any.',
  rules: [
    {
      name: 'healthcare-phi-redaction',
      boundary: ['input', 'output', 'action'],
      direction: ['response', 'message'],
      dataTags: ['personal.phi'],
      action: 'redact',
      locked: true,
      priority: 25,
      controls: ['hipaa:164.514', 'owasp-llm:LLM02'],
      reason: 'Health data detected in {surface}',
    },
    {
      name: 'healthcare-phi-storage',
      boundary: 'memory',
      dataTags: ['personal.phi'],
      action: 'block',
      locked: true,
      priority: 50,
      controls: ['hipaa:164.312'],
      reason: 'Health data must not be stored',
    },
    {
      name: 'healthcare-phi-tools',
      boundary: 'action',
      direction: 'request',
      dataTags: ['personal.phi'],
      action: 'require_approval',
      locked: true,
      priority: 50,
      controls: ['hipaa:164.502', 'owasp-llm:LLM06'],
      reason: 'Human approval required to send health data to {tool}',
    },
    {
      name: 'healthcare-identity-redaction',
      boundary: 'input',
      dataTags: ['personal.pii'],
      action: 'redact',
      priority: 60,
      controls: ['hipaa:164.514'],
      reason: 'PII detected in {surface}',
    },
    {
      name: 'healthcare-tainted-send',
      boundary: 'action',
      direction: 'request',
      tools: ['*email*', '*mail*', 'send_*', '*http*', '*fetch*', '*upload*', '*post*'],
      when: { 'session.tags': { has: 'personal.phi' } },
      action: 'require_approval',
      locked: true,
      priority: 61,
      controls: ['hipaa:164.502'],
      reason: 'Human approval required: {tool} may send health data seen in this session',
    },
  ],
};
