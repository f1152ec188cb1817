import type { PolicyTemplate } from './template.ts';

/** For agents that talk with customers. */
export const support: PolicyTemplate = {
  name: 'support',
  description:
    'For agents that talk with customers: the agent may read names and contact data from its own tools, other ' +
    'personal data is redacted, injected instructions in tickets are kept out, and refunds, deletions and ' +
    'messages to the outside wait for a person.',
  rules: [
    {
      name: 'support-contact-data',
      boundary: 'action',
      direction: 'response',
      dataTags: ['personal.pii.email', 'personal.pii.phone', 'personal.pii.address'],
      action: 'allow',
      priority: 60,
      reason: 'Contact data may be read from tools',
    },
    {
      name: 'support-account-data-redaction',
      boundary: ['input', 'memory'],
      dataTags: ['personal.financial', 'personal.pii.ssn', 'personal.pii.passport'],
      action: 'redact',
      priority: 60,
      controls: ['owasp-llm:LLM02'],
      reason: 'Account data detected in {surface}',
    },
    {
      name: 'support-injection-block',
      boundary: ['input', 'action'],
      direction: 'response',
      dataTags: ['injection'],
      minConfidence: 0.8,
      action: 'block',
      priority: 60,
      controls: ['owasp-llm:LLM01'],
      reason: 'Prompt injection in {surface}',
      fallbackTemplate: 'This message could not be processed.',
    },
    {
      name: 'support-consequential-tools',
      boundary: 'action',
      direction: 'request',
      tools: ['*refund*', '*credit*', '*cancel*', 'delete_*', '*_delete', 'close_account'],
      action: 'require_approval',
      priority: 60,
      controls: ['owasp-llm:LLM06'],
      reason: 'Human approval required for {tool}',
    },
    {
      name: 'support-tainted-send',
      boundary: 'action',
      direction: 'request',
      tools: ['*email*', '*mail*', 'send_*', '*webhook*', '*http*'],
      when: { 'session.tags': { has: 'injection' } },
      action: 'require_approval',
      priority: 60,
      controls: ['owasp-llm:LLM01', 'owasp-llm:LLM06'],
      reason: 'Human approval required: {tool} after a possible prompt injection',
    },
  ],
};
