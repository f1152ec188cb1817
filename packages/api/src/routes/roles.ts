import type { Role } from '@safeai/core';
import type { ProviderRouteId } from './providers.ts';
import type { RouteAccess } from './route.ts';
import type { RouteId } from './table.ts';

const DATA_PLANE: readonly Role[] = ['admin', 'agent'];
const READERS: readonly Role[] = ['admin', 'approver', 'auditor'];
const ADMIN: readonly Role[] = ['admin'];
const PEOPLE: readonly Role[] = ['admin', 'approver', 'auditor', 'viewer', 'billing'];
const SPENDING: readonly Role[] = ['admin', 'billing'];
const APPROVERS: readonly Role[] = ['admin', 'approver'];

/** Roles that may ask a scan, guard or intercept route for the trace of its decision. */
export const EXPLAIN_ROLES: readonly Role[] = ['admin', 'auditor'];

/** Roles that see whole requests for approval; an agent sees the status of its own. */
export const REVIEW_ROLES: readonly Role[] = READERS;

/** Roles that see what all of their tenants spend; an agent sees its own budgets. */
export const SPENDING_ROLES: readonly Role[] = SPENDING;

/** Who may call which route. A route that is missing here does not compile. */
export const ROUTE_ACCESS: Readonly<Record<RouteId | ProviderRouteId, RouteAccess>> = {
  health: 'public',
  health_live: 'public',
  health_ready: 'public',
  scan_input: DATA_PLANE,
  scan_structured: DATA_PLANE,
  scan_file: DATA_PLANE,
  guard_output: DATA_PLANE,
  intercept_tool: DATA_PLANE,
  intercept_agent_message: DATA_PLANE,
  intercept_hook: DATA_PLANE,
  action_outcome: DATA_PLANE,
  proxy_forward: DATA_PLANE,
  memory_write: DATA_PLANE,
  memory_read: DATA_PLANE,
  memory_delete: DATA_PLANE,
  memory_resolve_handle: DATA_PLANE,
  memory_purge_expired: ADMIN,
  memory_shred: ADMIN,
  policies: READERS,
  policies_reload: ADMIN,
  policies_explain: READERS,
  policies_check: READERS,
  policies_templates: READERS,
  policies_simulate: ADMIN,
  plugins: READERS,
  secrets: ADMIN,
  secrets_check: ADMIN,
  approvals: [...READERS, 'agent'],
  approval: [...READERS, 'agent'],
  approval_approve: APPROVERS,
  approval_deny: APPROVERS,
  approval_cancel: [...APPROVERS, 'agent'],
  approval_page: 'public',
  capability_grant: ADMIN,
  capabilities: ADMIN,
  capability_revoke: ADMIN,
  key_create: ADMIN,
  keys: ADMIN,
  key_revoke: ADMIN,
  lockdown_set: ADMIN,
  lockdowns: ADMIN,
  lockdown_lift: ADMIN,
  alerts: READERS,
  alerts_messages: READERS,
  alerts_rules: READERS,
  alerts_retry: ADMIN,
  alerts_test: ADMIN,
  alerts_silences: READERS,
  alerts_silence: ADMIN,
  alerts_unsilence: ADMIN,
  alert: READERS,
  alert_acknowledge: ADMIN,
  alert_resolve: ADMIN,
  tenants: PEOPLE,
  dashboard_overview: PEOPLE,
  dashboard_users: ADMIN,
  config: ADMIN,
  cost_summary: SPENDING,
  budgets: [...SPENDING, 'agent'],
  budgets_check: [...SPENDING, 'agent'],
  audit: READERS,
  audit_query: READERS,
  audit_facets: READERS,
  audit_verify: READERS,
  audit_record: READERS,
  audit_receipt: READERS,
  well_known_keys: 'public',
  events: PEOPLE,
  events_filtered: PEOPLE,
  events_stream: PEOPLE,
  events_ticket: PEOPLE,
  session_open: PEOPLE,
  session: PEOPLE,
  session_close: 'public',
  session_options: 'public',
  session_oidc: 'public',
  session_oidc_callback: 'public',
  metrics: READERS,
  openapi: 'public',
  docs: 'public',
  redoc: 'public',
  dashboard: 'public',
  openai_chat_completions: DATA_PLANE,
  openai_completions: DATA_PLANE,
  openai_responses: DATA_PLANE,
  openai_embeddings: DATA_PLANE,
  openai_models: DATA_PLANE,
  openai_model: DATA_PLANE,
  anthropic_messages: DATA_PLANE,
  anthropic_count_tokens: DATA_PLANE,
  gemini_generate_content: DATA_PLANE,
  gemini_stream_generate_content: DATA_PLANE,
  gemini_count_tokens: DATA_PLANE,
  gemini_embed_content: DATA_PLANE,
  gemini_batch_embed_contents: DATA_PLANE,
};
