import { actionOutcome } from './actions.ts';
import {
  acknowledgeAlert,
  alertMessages,
  alertRules,
  endSilence,
  listAlerts,
  listSilences,
  resolveAlert,
  retryAlerts,
  setSilence,
  showAlert,
  testAlerts,
} from './alerts.ts';
import { createKey, listKeys, revokeKey } from './api-keys.ts';
import { approval, approvalPage, approvals, approve, cancel, deny } from './approvals.ts';
import { audit, auditFacets, auditQuery, auditReceipt, auditRecord, auditVerify } from './audit.ts';
import { grantCapability, listCapabilities, revokeCapability } from './capabilities.ts';
import { config } from './config.ts';
import { budgets, budgetsCheck, costSummary } from './cost.ts';
import { dashboardUsers } from './dashboard.ts';
import type { Dependencies } from './dependencies.ts';
import { eventSocket, eventStream, eventTicket } from './events.ts';
import { forward } from './forward.ts';
import { guardOutput } from './guard.ts';
import type { Handlers } from './handler.ts';
import { health, live, ready } from './health.ts';
import { hook } from './hooks.ts';
import { interceptMessage, interceptTool } from './intercept.ts';
import { liftLockdown, listLockdowns, setLockdown } from './lockdown.ts';
import {
  memoryDelete,
  memoryPurge,
  memoryRead,
  memoryResolve,
  memoryShred,
  memoryWrite,
} from './memory.ts';
import { dashboard, docs, metrics, openApi, redoc } from './operations.ts';
import { dashboardOverview } from './overview.ts';
import { plugins } from './plugins.ts';
import { checkSecrets, secrets } from './secrets.ts';
import { checkPolicies, explain, policies, reload, simulate, templates } from './policies.ts';
import { scanFile, scanInput, scanStructured } from './scan.ts';
import { tenants } from './tenants.ts';
import { sessionOptions } from './session-options.ts';
import { closeSession, oidcCallback, oidcSignIn, openSession, session } from './session.ts';
import { wellKnownKeys } from './well-known.ts';

/** The handler of every route. */
export function handlers(dependencies: Dependencies): Handlers {
  return {
    health: health(dependencies),
    health_live: live(),
    health_ready: ready(dependencies),
    scan_input: scanInput(dependencies),
    scan_structured: scanStructured(dependencies),
    scan_file: scanFile(dependencies),
    guard_output: guardOutput(dependencies),
    intercept_tool: interceptTool(dependencies),
    intercept_agent_message: interceptMessage(dependencies),
    intercept_hook: hook(dependencies),
    action_outcome: actionOutcome(dependencies),
    proxy_forward: forward(dependencies),
    memory_write: memoryWrite(dependencies),
    memory_read: memoryRead(dependencies),
    memory_delete: memoryDelete(dependencies),
    memory_resolve_handle: memoryResolve(dependencies),
    memory_purge_expired: memoryPurge(dependencies),
    memory_shred: memoryShred(dependencies),
    policies: policies(dependencies),
    policies_reload: reload(dependencies),
    policies_explain: explain(dependencies),
    policies_check: checkPolicies(dependencies),
    policies_templates: templates(dependencies),
    policies_simulate: simulate(dependencies),
    plugins: plugins(dependencies),
    secrets: secrets(dependencies),
    secrets_check: checkSecrets(dependencies),
    approvals: approvals(dependencies),
    approval: approval(dependencies),
    approval_approve: approve(dependencies),
    approval_deny: deny(dependencies),
    approval_cancel: cancel(dependencies),
    approval_page: approvalPage(),
    capability_grant: grantCapability(dependencies),
    capabilities: listCapabilities(dependencies),
    capability_revoke: revokeCapability(dependencies),
    key_create: createKey(dependencies),
    keys: listKeys(dependencies),
    key_revoke: revokeKey(dependencies),
    lockdown_set: setLockdown(dependencies),
    lockdowns: listLockdowns(dependencies),
    lockdown_lift: liftLockdown(dependencies),
    alerts: listAlerts(dependencies),
    alerts_messages: alertMessages(dependencies),
    alerts_rules: alertRules(dependencies),
    alerts_retry: retryAlerts(dependencies),
    alerts_test: testAlerts(dependencies),
    alerts_silences: listSilences(dependencies),
    alerts_silence: setSilence(dependencies),
    alerts_unsilence: endSilence(dependencies),
    alert: showAlert(dependencies),
    alert_acknowledge: acknowledgeAlert(dependencies),
    alert_resolve: resolveAlert(dependencies),
    tenants: tenants(dependencies),
    dashboard_overview: dashboardOverview(dependencies),
    dashboard_users: dashboardUsers(dependencies),
    config: config(dependencies),
    cost_summary: costSummary(dependencies),
    budgets: budgets(dependencies),
    budgets_check: budgetsCheck(dependencies),
    audit: audit(dependencies),
    audit_query: auditQuery(dependencies),
    audit_facets: auditFacets(dependencies),
    audit_verify: auditVerify(dependencies),
    audit_record: auditRecord(dependencies),
    audit_receipt: auditReceipt(dependencies),
    well_known_keys: wellKnownKeys(dependencies),
    events: eventSocket(),
    events_filtered: eventSocket(),
    events_stream: eventStream(),
    events_ticket: eventTicket(dependencies),
    session_open: openSession(dependencies),
    session: session(dependencies),
    session_close: closeSession(dependencies),
    session_options: sessionOptions(dependencies),
    session_oidc: oidcSignIn(dependencies),
    session_oidc_callback: oidcCallback(dependencies),
    metrics: metrics(dependencies),
    openapi: openApi(),
    docs: docs(),
    redoc: redoc(),
    dashboard: dashboard(dependencies),
  };
}
