import { outcomeRoute } from './actions.ts';
import {
  alertAcknowledgeRoute,
  alertMessagesRoute,
  alertResolveRoute,
  alertRetryRoute,
  alertRoute,
  alertRulesRoute,
  alertTestRoute,
  alertsRoute,
} from './alerts.ts';
import { apiKeysRoute, createKeyRoute, revokeKeyRoute } from './api-keys.ts';
import {
  approvalPageRoute,
  approvalRoute,
  approvalsRoute,
  approveRoute,
  cancelRoute,
  denyRoute,
} from './approvals.ts';
import {
  auditQueryRoute,
  auditReceiptRoute,
  auditRecordRoute,
  auditRoute,
  auditVerifyRoute,
  keysRoute,
} from './audit.ts';
import { auditFacetsRoute } from './audit-facets.ts';
import { capabilitiesRoute, grantRoute, revokeRoute } from './capabilities.ts';
import { configRoute } from './config.ts';
import { dashboardOverviewRoute, dashboardUsersRoute } from './dashboard.ts';
import { eventsFilteredRoute, eventsRoute, eventStreamRoute, eventTicketRoute } from './events.ts';
import { forwardRoute } from './forward.ts';
import { budgetsCheckRoute, budgetsRoute, costSummaryRoute } from './cost.ts';
import { guardOutputRoute } from './guard.ts';
import { hookRoute } from './hooks.ts';
import { healthRoute, liveRoute, readyRoute } from './health.ts';
import { interceptMessageRoute, interceptToolRoute } from './intercept.ts';
import { lockdownLiftRoute, lockdownSetRoute, lockdownsRoute } from './lockdown.ts';
import {
  memoryDeleteRoute,
  memoryPurgeRoute,
  memoryReadRoute,
  memoryResolveRoute,
  memoryShredRoute,
  memoryWriteRoute,
} from './memory.ts';
import { dashboardRoute, docsRoute, metricsRoute, openApiRoute, redocRoute } from './operations.ts';
import { pluginsRoute } from './plugins.ts';
import { secretsCheckRoute, secretsRoute } from './secrets.ts';
import {
  explainRoute,
  policiesRoute,
  reloadRoute,
  simulateRoute,
  templatesRoute,
} from './policies.ts';
import { policyCheckRoute } from './policy-check.ts';
import type { RouteDescription } from './route.ts';
import {
  oidcCallbackRoute,
  oidcSignInRoute,
  sessionOptionsRoute,
  sessionRoute,
  signInRoute,
  signOutRoute,
} from './session.ts';
import { silenceEndRoute, silenceSetRoute, silencesRoute } from './silences.ts';
import { scanFileRoute, scanInputRoute, scanStructuredRoute } from './scan.ts';
import { tenantsRoute } from './tenants.ts';

/** Every route, in the order of the document. */
export const ROUTES = [
  healthRoute,
  liveRoute,
  readyRoute,
  scanInputRoute,
  scanStructuredRoute,
  scanFileRoute,
  guardOutputRoute,
  interceptToolRoute,
  interceptMessageRoute,
  hookRoute,
  outcomeRoute,
  forwardRoute,
  memoryWriteRoute,
  memoryReadRoute,
  memoryDeleteRoute,
  memoryResolveRoute,
  memoryPurgeRoute,
  memoryShredRoute,
  policiesRoute,
  reloadRoute,
  explainRoute,
  policyCheckRoute,
  templatesRoute,
  simulateRoute,
  pluginsRoute,
  secretsRoute,
  secretsCheckRoute,
  approvalsRoute,
  approvalRoute,
  approveRoute,
  denyRoute,
  cancelRoute,
  approvalPageRoute,
  grantRoute,
  capabilitiesRoute,
  revokeRoute,
  createKeyRoute,
  apiKeysRoute,
  revokeKeyRoute,
  lockdownSetRoute,
  lockdownsRoute,
  lockdownLiftRoute,
  alertsRoute,
  alertMessagesRoute,
  alertRulesRoute,
  alertRetryRoute,
  alertTestRoute,
  silencesRoute,
  silenceSetRoute,
  silenceEndRoute,
  alertRoute,
  alertAcknowledgeRoute,
  alertResolveRoute,
  tenantsRoute,
  dashboardOverviewRoute,
  dashboardUsersRoute,
  configRoute,
  costSummaryRoute,
  budgetsRoute,
  budgetsCheckRoute,
  auditRoute,
  auditQueryRoute,
  auditFacetsRoute,
  auditVerifyRoute,
  auditRecordRoute,
  auditReceiptRoute,
  keysRoute,
  eventsRoute,
  eventsFilteredRoute,
  eventStreamRoute,
  eventTicketRoute,
  signInRoute,
  sessionRoute,
  signOutRoute,
  sessionOptionsRoute,
  oidcSignInRoute,
  oidcCallbackRoute,
  metricsRoute,
  openApiRoute,
  docsRoute,
  redocRoute,
  dashboardRoute,
] as const satisfies readonly RouteDescription[];

/** The id of a route. */
export type RouteId = (typeof ROUTES)[number]['id'];

/** The description of the route with an id, with its exact types. */
export type RouteOf<Id extends RouteId> = Extract<(typeof ROUTES)[number], { id: Id }>;
