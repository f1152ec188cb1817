/**
 * The decision core of SafeAI. Any export added here becomes public API: named exports only.
 */

/** The version of @safeai/core. */
export const VERSION = '0.1.0';

// The decision path
export { SafeAI } from './safeai.ts';
export type { SafeAIRules } from './options.ts';
export type {
  Action,
  AgentMessage,
  AgentMessageResult,
  Boundary,
  CallContext,
  Decision,
  ExplainRequest,
  ExplainResult,
  GuardOutputRequest,
  GuardOutputResult,
  GuardStructuredRequest,
  GuardStructuredResult,
  RequestContext,
  ScanInputRequest,
  ScanInputResult,
  ScanStructuredRequest,
  ScanStructuredResult,
  ToolHistory,
  ToolHistoryResult,
  ToolRequest,
  ToolRequestResult,
  ToolResponse,
  ToolResponseResult,
} from './boundary/boundary.ts';
export type {
  BlockedOutput,
  CountedType,
  OpenOutputRequest,
  OutputCounts,
  OutputEnd,
  OutputEnded,
  OutputMode,
  OutputPiece,
  OutputStream,
  OutputWhole,
} from './boundary/output-stream.ts';
export type {
  AgentGuard,
  ApprovalQuestion,
  ApprovalStanding,
  StopSignal,
} from './boundary/agent-guard.ts';
export type { AuditLine, SystemLine } from './audit/audit-line.ts';
export type { AuditFilter, AuditPage, AuditQuery } from './audit/audit-query.ts';
export {
  AUDIT_FACETS,
  type AuditBucket,
  type AuditFacet,
  type AuditFacetCount,
  type AuditFacetName,
  type AuditTally,
  type AuditTallyRequest,
} from './audit/audit-tally.ts';
export type {
  AuditRecord,
  RecordDetail,
  RecordedDetail,
  RecordedDetection,
} from './boundary/record.ts';
export {
  DECISION_EVENTS,
  EVENT_NAMES,
  STREAM_EVENT_NAMES,
  type EventName,
} from './events/event-names.ts';
export type { PolicyReload } from './events/reload-record.ts';
export type { SecretHappening } from './events/secret-record.ts';
export type { AlertChangeByHand } from './alerts/record-alert-change.ts';
export type { RefusedSpend } from './boundary/refused-spend.ts';

// Policy
export {
  MAX_REPLAYED_EXAMPLES,
  PolicyReplay,
  type ReplayedChange,
  type ReplayedRule,
  type ReplayResult,
} from './replay/policy-replay.ts';
export type { ReplayedVerdict } from './replay/replayed-record.ts';
export { PolicyEngine, type PolicyEngineOptions } from './policy/engine.ts';
export { evaluateDeclared, explainDeclared } from './policy/declared.ts';
export { judgeDeclared, type PolicyJudge, type PolicyJudgement } from './boundary/explain.ts';
export { DEFAULT_RULES } from './policy/defaults.ts';
export { POLICY_TEMPLATES } from './policy/templates/index.ts';
export type { PolicyTemplate } from './policy/templates/template.ts';
export { normalizeRules } from './policy/normalize-rules.ts';
export type { NormalizedRule, RuleOrigin } from './policy/normalized-rule.ts';
export type { PolicyErrorHook } from './policy/decide.ts';
export { DEFAULT_ACTIONS, RULE_ACTIONS, strictness } from './policy/strictness.ts';
export type { FindingCode, PolicyFinding } from './policy/finding.ts';
export type {
  ApprovalTerms,
  Condition,
  DefaultAction,
  Direction,
  PolicyBoundary,
  PolicyRule,
  RuleAction,
} from './policy/rule.ts';
export type {
  ApprovalRequirement,
  DetectedTag,
  PolicyContext,
  PolicyDecision,
  SessionFacts,
  TagVerdict,
} from './policy/decision.ts';
export type { ExplainedCandidate, ExplainedTag, PolicyExplanation } from './policy/explain.ts';

// Detection and redaction
export {
  DetectionEngine,
  type DetectionEngineOptions,
  type ScanOptions,
} from './detection/engine/engine.ts';
export { compilePattern, checkPattern, type PatternCheck } from './detection/engine/pattern.ts';
export { failingExamples, type FailingExample } from './detection/engine/verify-examples.ts';
export { MOST_UNDONE } from './detection/normalize/undo-budget.ts';
export type { Scanned } from './detection/scan-text.ts';
export { scanStructured, type StructuredOptions } from './detection/structured.ts';
export { parsePath, type PathStep } from './detection/structured-path.ts';
export { createStreamRedactor } from './redaction/create-stream-redactor.ts';
export {
  StreamRedactor,
  type RedactedPiece,
  type StreamRedactorOptions,
} from './redaction/stream-redactor.ts';
export type { StreamScanner, StreamScan } from './detection/stream.ts';
export type { HoldBack } from './detection/engine/hold-back.ts';
export { CATALOGUE } from './detection/catalog/index.ts';
export { DESTRUCTIVE_ANALYZERS } from './detection/catalog/destructive.ts';
export type { Analyzer, AnalyzerFinding, TextPosition } from './detection/analyzer.ts';
export type { Detection, Span } from './detection/detection.ts';
export type { ContextWords, DetectorRule, RuleExamples, RuleMode } from './detection/rule.ts';
export type { ValidatorName } from './detection/validators/index.ts';
export { exactProblems, type ExactValue } from './detection/exact/exact-value.ts';
export { ExactValues, type ExactMatch } from './detection/exact/exact-values.ts';
export {
  redactStructured,
  redactText,
  type Pseudonymizable,
  type Pseudonymizer,
  type Redactable,
} from './redaction/redact.ts';
export {
  createPseudonymRestorer,
  type PseudonymRestorer,
} from './redaction/pseudonyms-restorer.ts';

// Contracts, identities, approvals
export type { ContractSide, ToolContract, UndeclaredTools } from './contracts/contract.ts';
export type { AgentIdentity } from './identity/identity.ts';
export { agentsOf, ROLES, type Principal, type Role } from './identity/principal.ts';
export { isUserName } from './identity/user-name.ts';
export { Approvals, type VoteOptions } from './approvals/approvals.ts';
export type {
  ApprovalCursor,
  ApprovalFilter,
  ApprovalPage,
  ApprovalRecord,
  ApprovalStatus,
  ApprovalVote,
} from './approvals/approval.ts';
export type { ApprovalNotice, ApprovalNoticeKind } from './approvals/notice.ts';
export { Capabilities, type Grant, type GrantFilter } from './capabilities/capabilities.ts';
export type { Capability, CapabilityAction } from './capabilities/capability.ts';
export type { CapabilityProblem, CapabilityUse, CapabilityVerdict } from './capabilities/check.ts';
export {
  DEFAULT_CAPABILITY_TTL_MS,
  MAX_CAPABILITY_GLOBS,
  MAX_CAPABILITY_TTL_MS,
  type GrantRequest,
} from './capabilities/grant-request.ts';
export {
  MAX_BUDGET_ACCOUNTS,
  MAX_BUDGET_AMOUNT,
  MAX_SPEND_SUMS,
  OTHER_MODELS,
  SPEND_DAY_MS,
  SPEND_KEEP_MS,
  type BudgetBalance,
  type BudgetCharge,
  type BudgetReservation,
  type BudgetReserved,
  type BudgetScope,
  type BudgetSettled,
  type BudgetWindow,
  type Spend,
  type SpendSum,
} from './budgets/ledger.ts';
export { amountOfMicros, decimalOfMicros } from './budgets/money.ts';
export { NO_USAGE, type Usage } from './usage.ts';
export {
  accountKey,
  amountOf,
  checkReservation,
  checkSpend,
  commitTo,
  dayOf,
  EMPTY_ACCOUNT,
  fitsAccount,
  releaseFrom,
  reserveOn,
  type AccountTotals,
  type BudgetAmount,
} from './budgets/account.ts';
export type {
  AlertChange,
  AlertFilter,
  AlertState,
  DeliveryEnd,
  LeasedMessage,
  MessageState,
  OutboxBacklog,
  OutboxEntry,
  OutboxFilter,
  OutboxLease,
  OutboxMessage,
  OutboxRetry,
  Silence,
} from './alerts/outbox.ts';
export { ApiKeys, type ApiKeyFilter } from './api-keys/api-keys.ts';
export type { ApiKey, ApiKeyView } from './api-keys/api-key.ts';
export { parseApiKey, type ApiKeyParts } from './api-keys/key-text.ts';
export {
  MAX_API_KEY_NAMES,
  MAX_API_KEY_TTL_MS,
  MAX_API_KEY_USER_LENGTH,
  type ApiKeyRequest,
} from './api-keys/key-request.ts';
export { ScryptHash, type DeriveScrypt, type ScryptCost } from './api-keys/scrypt-hash.ts';
export { administeredTenant } from './identity/administered-tenant.ts';
export { Lockdowns } from './lockdown/lockdowns.ts';
export type { Lockdown, LockdownRule, LockdownTarget } from './lockdown/lockdown.ts';
export { MAX_LOCKDOWN_REASON_LENGTH, type LockdownRequest } from './lockdown/lockdown-request.ts';
export { MAX_CAPABILITY_TOKEN_LENGTH } from './boundary/capability-gate.ts';
export {
  Actions,
  MAX_OUTCOME_DETAIL_LENGTH,
  type OutcomeAnswer,
  type OutcomeRequest,
} from './actions/actions.ts';
export { MAX_OPERATION_ID_LENGTH } from './actions/operation-name.ts';
export type { ActionOutcome, Operation, OutcomeReport, ReportResult } from './actions/operation.ts';
export type {
  CallLimitRules,
  LimitAction,
  LoopLimit,
  ToolLimit,
} from './limits/call-limit-rules.ts';
export { formatDuration } from './duration.ts';
export type { MemoryAddress, MemoryEntry, MemoryScope } from './memory/memory-entry.ts';
export { Memory } from './memory/memory.ts';
export type {
  MemoryDeleteRequest,
  MemoryDeleteResult,
  MemoryHandleRequest,
  MemoryKeyRequest,
  MemoryPurgeRequest,
  MemoryReadRequest,
  MemoryReadResult,
  MemoryRemoval,
  MemoryShredRequest,
  MemoryWriteRequest,
  MemoryWriteResult,
} from './memory/memory-request.ts';
export {
  DEFAULT_MEMORY_SCHEMA,
  type MemoryField,
  type MemoryRules,
  type MemorySchema,
  type MemoryValueType,
  type ToolStores,
} from './memory/memory-schema.ts';
export { fingerprint, sameFingerprint, type ApprovedAction } from './approvals/fingerprint.ts';
export {
  atTime,
  cancel,
  consume,
  decidedBy,
  deciders,
  REPLAY_WINDOW_MS,
  vote,
  type Transition,
} from './approvals/state-machine.ts';

// Secrets
export { Secret } from './secrets/secret.ts';
export { parseSecretRef, SecretRef } from './secrets/secret-ref.ts';

// Plugins
export {
  checkPlugin,
  SHIPPED_NAMES,
  type PluginCheck,
  type PluginProblem,
  type TakenNames,
} from './plugins/check-plugin.ts';
export { SHIPPED_FRAMEWORKS } from './plugins/check-frameworks.ts';
export type {
  AgentStep,
  FileStep,
  FrameworkSetup,
  FrameworkTraces,
  JsonEdit,
  JsonStep,
  LinesStep,
  PackageNames,
  SetupLanguage,
  SetupStep,
  YamlStep,
} from './plugins/framework-setup.ts';
export { definePlugin, type SafeAIPlugin } from './plugins/plugin.ts';
export { safeText } from './plugins/safe-text.ts';

// Ports
export type {
  ApiKeyStore,
  ApprovalNotices,
  ApprovalStore,
  AuditSink,
  BudgetLedger,
  CapabilityStore,
  LockdownStore,
  Clock,
  DecisionHistory,
  EventSink,
  Ids,
  KeyPurpose,
  KeyRing,
  LimitCount,
  LimitStore,
  MemoryStore,
  OperationStore,
  Outbox,
  Ports,
  PseudonymLimits,
  PseudonymScope,
  PseudonymStore,
  SafeAIEvent,
  SecretHash,
  SessionKey,
  SessionStore,
  TenantScope,
} from './ports.ts';
export { coversTenants, inScope, narrowScope, TENANT_PATTERN } from './tenant-scope.ts';
export { inMemoryPorts } from './in-memory/ports.ts';
export { MemoryApiKeyStore } from './in-memory/api-keys.ts';
export { MemoryApprovalStore } from './in-memory/approvals.ts';
export { MemoryAuditSink } from './in-memory/audit.ts';
export { MemorySessionStore } from './in-memory/sessions.ts';
export { MemoryPseudonymStore } from './in-memory/pseudonyms.ts';
export { MemoryLimitStore } from './in-memory/limits.ts';
export { InMemoryMemoryStore } from './in-memory/memory.ts';
export { MemoryOperationStore } from './in-memory/operations.ts';
export { MemoryOutbox } from './in-memory/outbox.ts';
export { MemoryLockdownStore } from './in-memory/lockdowns.ts';
export { MemoryBudgetLedger } from './in-memory/budget-ledger.ts';
export { MemoryCapabilityStore } from './in-memory/capabilities.ts';
export { portableSecretHash } from './in-memory/secret-hash.ts';
export { systemClock } from './in-memory/clock.ts';
export { randomIds } from './in-memory/ids.ts';
export { ephemeralKeys } from './in-memory/keys.ts';

// Where connections may lead
export { rangeOf, type AddressRange } from './egress/address-range.ts';
export { EgressRules } from './egress/egress-rules.ts';

// Errors, tags, tools, names, JSON
export { compileGlob, type Glob } from './glob.ts';
export {
  DetectorError,
  ERROR_CATALOGUE,
  InvalidRequestError,
  LimitExceededError,
  PolicyError,
  SafeAIError,
  type ErrorCode,
  type ErrorDefinition,
  type ErrorDetail,
  type ErrorOptions,
} from './errors.ts';
export {
  MAX_TAG_LENGTH,
  normalizeTag,
  normalizeTags,
  TAG_ALIASES,
  tagCovers,
  tagPrecision,
  tagWithParents,
} from './tags.ts';
export { DATABASE_TOOLS, SHELL_TOOLS, toolClass, toolNames } from './tool-name.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { parseStrictJson, type JsonLimits } from './strict-json.ts';
