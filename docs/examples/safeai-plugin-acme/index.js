/** Badge numbers of Acme: two letters of the site and six digits, such as `ACME-MU-104211`. */
const badge = {
  id: 'acme-badge',
  type: 'acme_badge',
  tags: ['personal.employee.badge'],
  anchors: ['ACME-'],
  mode: 'sticky',
  pattern: 'ACME-[A-Z]{2}-\\d{6}(?!\\d)',
  maxLength: 14,
  confidence: 0.9,
  placeholder: 'BADGE',
  source: 'https://acme.example/handbook/badges',
  examples: {
    positive: ['Door opened by ACME-MU-104211.'],
    negative: ['ACME-MU-1042', 'ACME-MU-1042119'],
  },
};

/** What an agent of the support desk may not do with them. */
const support = {
  name: 'acme-support',
  description:
    'For agents of the support desk: badge numbers reach no tool and are not remembered.',
  rules: [
    {
      name: 'acme-support-badges',
      boundary: 'action',
      direction: 'request',
      dataTags: ['personal.employee.badge'],
      action: 'block',
      priority: 50,
      reason: 'Badge number in a call of {tool}',
    },
    {
      name: 'acme-support-memory',
      boundary: 'memory',
      dataTags: ['personal.employee.badge'],
      action: 'block',
      priority: 50,
      reason: 'Badge numbers must not be stored',
    },
  ],
};

/** @type {import('@safeai/core').SafeAIPlugin} */
export default {
  name: 'safeai-plugin-acme',
  version: '1.0.0',
  description: 'Badge numbers of Acme, and rules for its support agents.',
  detectors: [badge],
  templates: [support],
};
