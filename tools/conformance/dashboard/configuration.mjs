/** Users of the bed by what they are for: every role that is shipped, and people of one tenant alone. */
export const USERS = {
  admin: { role: 'admin', tenants: ['*'] },
  'security-admin': { role: 'admin', tenants: ['*'] },
  'security-approver': { role: 'approver', tenants: ['default'] },
  'security-auditor': { role: 'auditor', tenants: ['default'] },
  'security-viewer': { role: 'viewer', tenants: ['default'] },
  'security-billing': { role: 'billing', tenants: ['default'] },
  'acme-admin': { role: 'admin', tenants: ['acme'] },
  'acme-approver': { role: 'approver', tenants: ['acme'] },
  'globex-auditor': { role: 'auditor', tenants: ['globex'] },
  'finance-approver': { role: 'approver', tenants: ['*'] },
};

/** Models of the stand-in provider: the first has a price in the configuration, the second in the shipped book, the third none. */
export const MODELS = { priced: 'acme-large', shipped: 'gpt-4o-mini', unpriced: 'in-house-7b' };

/**
 * The configuration of the bed. Rules that wait for a person: `pay_*` (two of them, one an admin, one an approver;
 * 2 h), `deploy_*` (45 min), `restart_*` (5 min), `rotate_*` (1 s).
 *
 * @param provider address of a provider in the OpenAI format
 * @param webhook address that alerts are posted to
 */
export function configuration({ provider, webhook }) {
  const users = Object.entries(USERS).map(([user_id, user]) => ({ user_id, ...user }));
  return `
tenants:
  default: { description: Everything that belongs to nobody else }
  acme:
    description: Acme Corporation
    policies:
      - name: acme-no-shell
        description: Agents of Acme do not run commands
        boundary: action
        direction: request
        tools: ['shell_*']
        action: block
        reason: Acme does not allow {tool}
  globex: { description: Globex }

policies:
  - name: payments-need-two
    description: Money leaves when an admin and an approver agree
    boundary: action
    direction: request
    tools: ['pay_*']
    action: require_approval
    reason: Two people approve payments
    approval:
      ttl: 2h
      min_approvals: 2
      groups: [{ role: admin, count: 1 }, { role: approver, count: 1 }]
      escalate_after: 1h
      escalate_to: finance-on-call
  - name: deploys-need-one
    boundary: action
    direction: request
    tools: ['deploy_*']
    action: require_approval
    approval: { ttl: 45m }
  - name: restarts-are-urgent
    boundary: action
    direction: request
    tools: ['restart_*']
    action: require_approval
    approval: { ttl: 5m }
  - name: rotations-expire
    boundary: action
    direction: request
    tools: ['rotate_*']
    action: require_approval
    approval: { ttl: 1s }
  - name: redact-cards-on-input
    boundary: input
    data_tags: [personal.financial]
    action: redact
    reason: Card or account number in {surface}
  - name: flag-internal
    boundary: [input, output]
    data_tags: [internal]
    action: flag
    reason: Marked as internal
  - name: shadow-personal-input
    description: What blocking personal data on the way in would do
    boundary: input
    data_tags: [personal]
    action: block
    mode: shadow

contracts:
  undeclared: allow
  tools:
    - tool_name: crm_update
      description: Writes one customer
      accepts: { tags: [personal.pii.email], fields: [customer_id, email, note] }
      emits: { tags: [], fields: [ok] }
      side_effects: { reversible: true }

memory:
  schemas:
    - name: preferences
      fields:
        - { name: user_preference, type: string }
        - { name: last_topic, type: string }
        - { name: anything, type: any }

lockdown:
  - { agent_id: retired-bot, reason: Taken out of service }

budgets:
  - { name: everything, limit: 500, period: month, on_unpriced: allow }
  - { name: acme-month, limit: 10, period: month, tenant: acme, on_unpriced: allow }
  - { name: globex-trial, limit: 2, period: total, tenant: globex, on_unpriced: allow }
  - { name: tokens-of-each-agent, limit_tokens: 5000000, period: day, per: agent }

prices:
  models:
    - model: ${MODELS.priced}
      input_per_million: 3
      cached_input_per_million: 0.3
      output_per_million: 15

alerts:
  group_wait: 1s
  channels:
    - { type: webhook, id: ops, url: '${webhook}', allow_private: true, rate_per_minute: 600 }
    - { type: file, id: archive, path: alerts.ndjson, min_severity: warning }
  rules:
    - name: secrets
      events: ['*.blocked']
      data_tags: [secret]
      severity: critical
      channels: [ops]
    - name: many-blocks
      events: ['*.blocked']
      threshold: 5
      window: 10m
      group_by: [tenant, agent]
      severity: error
      resolve: true
    - name: waits-for-people
      events: [approval.created, approval.escalated]
      severity: info
      group_by: [tenant]
    - name: money
      events: ['budget.*']
      severity: warning
    - name: stops
      events: ['lockdown.*']
      severity: error
  inhibit:
    - { source: secrets, target: many-blocks, equal: [tenant, agent] }

plugins: { files: [plugins/acme/index.js] }

dashboard:
  users: ${JSON.stringify(users)}

server: { mode: gateway }
proxy:
  target: ${provider}/v1
  provider: openai
  api_key: \${BED_PROVIDER_KEY}
  retry: { max_attempts: 1 }

telemetry: { log_level: warn }
`;
}
