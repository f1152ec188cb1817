/**
 * The safeai.yaml that `safeai init` writes. It says what holds without it, needs no environment variable,
 * and each block is a place to begin.
 */
export const SHIPPED_CONFIG = `# Configuration of SafeAI. Everything here is a default: what is left out stays as it is.
#   safeai validate        checks this file
#   safeai config show     prints all settings in force
#   safeai config schema   prints the JSON Schema, for editors
# \${VAR} and \${VAR:-default} are read from the environment; safeai.<env>.yaml is laid over this file
# by --env or SAFEAI_ENV.

server:
  mode: sidecar # or gateway
  host: 127.0.0.1
  port: 8910

auth:
  loopback: trusted # callers on this machine need no credential; or credential

policy:
  defaults: true # the shipped rules: no secrets in, no secrets or personal data out, ...
  default_action: block # for content that no rule covers

# Rules of your own. The first one that covers a tag decides; safeai policy explain tells why.
#   - name: block-internal-output
#     boundary: output
#     data_tags: ["internal"]
#     action: block
#     reason: Internal data in {surface}
policies: []

# Rules of single tenants; "default" is the tenant of requests that name none.
#   acme:
#     policies:
#       - name: acme-allow-pii
#         boundary: input
#         data_tags: ["personal.pii"]
#         action: allow
tenants: {}

approvals:
  default_ttl: 30m

audit:
  max_size_mb: 100
  max_age_days: 90
  compress_rotated: true

secrets:
  backend: env # or vault, aws

alerts:
  channels: []

dashboard:
  enabled: true
  rbac_enabled: true
  user_header: x-safeai-user
  tenant_header: x-safeai-tenant
  users:
    - user_id: admin
      role: admin
      tenants: ["*"]
    - user_id: security-admin
      role: admin
      tenants: ["*"]
    - user_id: security-approver
      role: approver
      tenants: ["default"]
    - user_id: security-auditor
      role: auditor
      tenants: ["default"]
    - user_id: security-viewer
      role: viewer
      tenants: ["default"]
    - user_id: security-billing
      role: billing
      tenants: ["default"]

# In gateway mode: target is the provider's base address, such as https://api.openai.com/v1
proxy:
  timeout_seconds: 30
  retry:
    max_attempts: 3
    backoff_factor: 0.5
`;
