import type { PolicyTemplate } from './template.ts';

/** For a first week, or for what must not go wrong. */
export const strict: PolicyTemplate = {
  name: 'strict',
  description:
    'For a first week, or for what must not go wrong: every tool call waits for a person, personal data ' +
    'enters no prompt, memory or tool, and suspected injections and secrets stop everything everywhere. ' +
    'A rule of your own may let single tools pass without approval.',
  rules: [
    {
      name: 'strict-secrets',
      boundary: ['input', 'action', 'output', 'memory'],
      dataTags: ['secret'],
      minConfidence: 0.3,
      action: 'block',
      locked: true,
      priority: 50,
      controls: ['owasp-llm:LLM02'],
      reason: 'Secret detected in {surface}',
    },
    {
      name: 'strict-personal-data',
      boundary: ['input', 'memory', 'action'],
      direction: ['request', 'message'],
      dataTags: ['personal'],
      minConfidence: 0.3,
      action: 'block',
      locked: true,
      priority: 50,
      controls: ['owasp-llm:LLM02'],
      reason: 'PII detected in {surface}',
    },
    {
      name: 'strict-injection',
      boundary: ['input', 'action', 'memory'],
      direction: ['response', 'message'],
      dataTags: ['injection'],
      action: 'block',
      locked: true,
      priority: 50,
      controls: ['owasp-llm:LLM01'],
      reason: 'Possible prompt injection in {surface}',
    },
    {
      name: 'strict-destructive',
      boundary: 'action',
      direction: 'request',
      dataTags: ['destructive'],
      minConfidence: 0.3,
      action: 'block',
      locked: true,
      priority: 50,
      controls: ['owasp-llm:LLM06'],
      reason: 'Destructive operation blocked by policy',
    },
    {
      name: 'strict-tools',
      boundary: 'action',
      direction: 'request',
      action: 'require_approval',
      priority: 900,
      controls: ['owasp-llm:LLM06'],
      reason: 'Human approval required for {tool}',
    },
  ],
};
