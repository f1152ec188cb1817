/**
 * The contract of the SafeAI HTTP API. Any export added here becomes public API: named exports only.
 */

/** The version of @safeai/api. */
export const VERSION = '0.1.0';

// Routes
export { ROUTES, type RouteId, type RouteOf } from './routes/table.ts';
export {
  PROVIDER_ROUTES,
  ProviderHeaders,
  type ProviderRouteDescription,
  type ProviderRouteId,
} from './routes/providers.ts';
export { ROUTE_CLASS, type RouteClass } from './routes/route-class.ts';
export { EXPLAIN_ROLES, REVIEW_ROLES, ROUTE_ACCESS, SPENDING_ROLES } from './routes/roles.ts';
export type {
  AnswerDescription,
  BodyDescription,
  RouteAccess,
  RouteDescription,
  RouteMethod,
} from './routes/route.ts';
export type { AnswerOf, BodyOf, ParamsOf, QueryOf } from './routes/types.ts';
export { openApiDocument, type DocumentOptions } from './openapi/document.ts';

// Shapes on the wire
export type { WireApproval, WireApprovalDecision } from './schema/approval.ts';
export type { WireBudget } from './schema/budget.ts';
export type { WireDecision } from './schema/decision.ts';
export type { WireDetection } from './schema/detection.ts';
export type { WireEvent, WireEventFilter } from './schema/events.ts';
export type { WireExplanation } from './schema/explanation.ts';
export { MAX_DRAFT_CHARACTERS, type WireFinding, type WireRule } from './schema/policy.ts';
export { PROBLEM_MEDIA_TYPE, ProblemSchema, type Problem } from './schema/problem.ts';

// Validation
export { bodyValidator, queryValidator, type Validator } from './validation/validator.ts';
export type { FieldError } from './validation/field-error.ts';
export { HIDDEN_NAME, shownName } from './validation/shown-name.ts';

// Between the wire and core
export type { AnswerOptions } from './wire/answer.ts';
export {
  fromAlert,
  fromAlertMessage,
  fromAlertRules,
  fromSilence,
  toMessageFilter,
  toSilenceRequest,
} from './wire/alerts.ts';
export {
  fromEvent,
  knowsDetails,
  parsePosition,
  streamFrame,
  toEventsAsked,
  toEventsAskedByQuery,
  writePosition,
  type EventFilter,
  type EventPosition,
  type EventsAsked,
} from './wire/events.ts';
export { maskValue, type ValueMode } from './wire/mask.ts';
export { stringifyAnswer } from './wire/stringify.ts';
export {
  fromScanFileResult,
  fromScanInputResult,
  fromScanStructuredResult,
  toScanFileRequest,
  toScanInputRequest,
  toScanStructuredRequest,
  type FileRequest,
  type FileResult,
} from './wire/scan.ts';
export { fromGuardOutputResult, toGuardOutputRequest } from './wire/guard.ts';
export {
  fromAgentMessageResult,
  fromToolRequestResult,
  fromToolResponseResult,
  toAgentMessage,
  toToolRequest,
  toToolResponse,
} from './wire/intercept.ts';
export {
  fromMemoryDeleteResult,
  fromMemoryReadResult,
  fromMemoryWriteResult,
  toMemoryDeleteRequest,
  toMemoryHandleRequest,
  toMemoryPurgeRequest,
  toMemoryReadRequest,
  toMemoryShredRequest,
  toMemoryWriteRequest,
} from './wire/memory.ts';
export {
  fromForwardResult,
  toForwardRequest,
  type ForwardedRequest,
  type ForwardedResult,
} from './wire/forward.ts';
export { fromExplainResult, toExplainRequest } from './wire/explain.ts';
export { fromOutcomeAnswer, toOutcomeRequest } from './wire/actions.ts';
export { inWireNames } from './wire/wire-names.ts';
export { fromLockdown, toLockdownRequest } from './wire/lockdown.ts';
export { fromApiKey, toApiKeyFilter, toApiKeyRequest } from './wire/api-keys.ts';
export { fromGrant, toGrantFilter, toGrantRequest } from './wire/capabilities.ts';
export { toAuditQuestion, type AuditQuestion } from './wire/audit.ts';
export { fromTally, toTallyQuestion, type AuditTallyQuestion } from './wire/audit-facets.ts';
export {
  fromApproval,
  fromApprovalCursor,
  fromApprovalDecision,
  fromApprovalStatus,
  fromListedApproval,
  toApprovalFilter,
} from './wire/approvals.ts';
export {
  fromBudget,
  fromBudgetCheck,
  fromCostSummary,
  type BudgetStanding,
  type CostSums,
} from './wire/cost.ts';
export { fromTenants, type TenantsOf } from './wire/tenants.ts';
export {
  fromSession,
  fromSignInChoices,
  type SignedIn,
  type SignInChoices,
} from './wire/session.ts';
export { fromOverview, fromUsers, type ConfiguredUser, type Overview } from './wire/dashboard.ts';
export { MOST_COUNTED, OVERVIEW_SPANS } from './routes/dashboard.ts';
export { fromPlugins, type Plugin } from './wire/plugins.ts';
export { fromSecrets, type SecretsState } from './wire/secrets.ts';
export { fromSimulation, toSimulation, type SimulationResult } from './wire/simulate.ts';
export { fromCheckedDraft, type CheckedDraft } from './wire/policy-check.ts';
export { fromPolicySet, fromTemplates, type PolicySet, type Template } from './wire/policies.ts';
