/**
 * The shipped safeai.yaml, which `safeai init` writes: the same text as the file at the root of the
 * repository, carried here because that one is not in the package. A test holds them equal.
 */
export const SHIPPED_CONFIG = `# SafeAI runs on these settings as they stand; nothing here needs an environment variable.
# Every setting has a default, so this file shows only what is usually changed.
# All settings: docs/reference/configuration.md, or \`safeai config schema\`. Check it: \`safeai validate\`.

# Your own policy rules. They go together with the shipped ones: secrets are blocked, personal data is
# redacted on the way out, destructive commands are blocked or wait for approval.
policies: []
#  - name: redact-personal-data-on-input
#    boundary: input
#    data_tags: [personal.pii]
#    action: redact

# Rules of single tenants. \`default\` is the tenant of requests that name none.
tenants:
  default:
    policies: []

# How long a request for human approval stays open.
approvals:
  default_ttl: 30m

# When the audit log is rotated and deleted.
audit:
  max_size_mb: 100
  max_age_days: 90
  compress_rotated: true

dashboard:
  enabled: true
  rbac_enabled: true
  user_header: x-safeai-user
  tenant_header: x-safeai-tenant
  users:
    - user_id: admin
      role: admin
      tenants: ['*']
    - user_id: security-admin
      role: admin
      tenants: ['*']
    - user_id: security-approver
      role: approver
      tenants: [default]
    - user_id: security-auditor
      role: auditor
      tenants: [default]
    - user_id: security-viewer
      role: viewer
      tenants: [default]
    - user_id: security-billing
      role: billing
      tenants: [default]

# Where secret:// references are read from: env, vault or aws.
secrets:
  backend: env

# Whom to tell. Keep keys out of this file: \${VAR} reads an environment variable.
alerts:
  channels: []
#    - type: pagerduty
#      routing_key: \${PAGERDUTY_KEY}

# The model provider of gateway mode.
proxy:
  # target: https://api.openai.com/v1
  timeout_seconds: 30
  retry:
    max_attempts: 3
    backoff_factor: 0.5
`;
