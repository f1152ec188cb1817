import { Actions, type OutcomeAnswer, type OutcomeRequest } from './actions/actions.ts';
import { type AlertChangeByHand, recordAlertChange } from './alerts/record-alert-change.ts';
import { ApiKeys } from './api-keys/api-keys.ts';
import { Approvals } from './approvals/approvals.ts';
import {
  standingOf,
  type AgentGuard,
  type ApprovalQuestion,
  type ApprovalStanding,
} from './boundary/agent-guard.ts';
import type {
  AgentMessage,
  AgentMessageResult,
  CallContext,
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
import { compileRules, withExactValues } from './boundary/compile.ts';
import { contextFor, type DecisionContext } from './boundary/decision-context.ts';
import { explain, type PolicyJudge } from './boundary/explain.ts';
import { guardStructured } from './boundary/guard-structured.ts';
import { scanInput, scanStructured } from './boundary/input.ts';
import { interceptMessage } from './boundary/message.ts';
import { openOutput } from './boundary/open-output.ts';
import type { OpenOutputRequest, OutputStream } from './boundary/output-stream.ts';
import { guardOutput } from './boundary/output.ts';
import { restorerFor } from './boundary/pseudonyms.ts';
import { recordRefusedSpend, type RefusedSpend } from './boundary/refused-spend.ts';
import { namesOf, safeScope } from './boundary/safe-names.ts';
import { resolveScope } from './boundary/scope.ts';
import { interceptToolHistory } from './boundary/tool-history.ts';
import { interceptToolRequest } from './boundary/tool-request.ts';
import { interceptToolResponse } from './boundary/tool-response.ts';
import { Capabilities } from './capabilities/capabilities.ts';
import type { DetectionEngine } from './detection/engine/engine.ts';
import type { ExactValue } from './detection/exact/exact-value.ts';
import { InvalidRequestError } from './errors.ts';
import { recordReload, type PolicyReload } from './events/reload-record.ts';
import { recordSecret, type SecretHappening } from './events/secret-record.ts';
import { inMemoryPorts } from './in-memory/ports.ts';
import { ActiveLockdowns } from './lockdown/active-lockdowns.ts';
import { redactedReason } from './lockdown/configured-lockdowns.ts';
import { Lockdowns } from './lockdown/lockdowns.ts';
import { Memory } from './memory/memory.ts';
import type { SafeAIRules } from './options.ts';
import type { PolicyEngine } from './policy/engine.ts';
import type { Ports, TenantScope } from './ports.ts';
import type { PseudonymRestorer } from './redaction/pseudonyms-restorer.ts';

/**
 * The decision path: collect text → detect → tag → decide → apply → record → tell.
 *
 * `new SafeAI()` works at once, with the shipped policy, the shipped detectors and everything in memory.
 *
 * @example
 * const safeai = new SafeAI();
 * const { decision } = await safeai.scanInput({ text: 'token=sk-ABCDEF1234567890ABCDEF' });
 * decision.action; // 'block'
 */
export class SafeAI implements AgentGuard {
  /** What humans do with pending approvals. */
  readonly approvals: Approvals;
  /** How allowed actions ended. */
  readonly actions: Actions;
  /** Grants of tools and secrets to single agents. */
  readonly capabilities: Capabilities;
  /** API keys: who calls from elsewhere, and what the caller may do. */
  readonly apiKeys: ApiKeys;
  /** Emergency stops. */
  readonly lockdowns: Lockdowns;
  /** What agents remember. */
  readonly memory: Memory;
  readonly #ports: Ports;
  readonly #activeLockdowns: ActiveLockdowns;
  #context: DecisionContext;

  /**
   * @param rules what to enforce
   * @param ports where records, approvals, sessions, time and keys come from; in memory where absent
   * @throws PolicyError, DetectorError, SafeAIError (`invalid_contract`, `invalid_identity`, `invalid_config`, …) with every problem
   */
  constructor(rules: SafeAIRules = {}, ports: Partial<Ports> = {}) {
    this.#ports = inMemoryPorts(ports);
    this.#activeLockdowns = new ActiveLockdowns(this.#ports);
    this.#context = compileRules(rules, this.#ports, this.#activeLockdowns);
    this.approvals = new Approvals(this.#ports, () => this.#context.snapshot);
    this.actions = new Actions(() => this.#context);
    this.capabilities = new Capabilities(() => this.#context);
    this.apiKeys = new ApiKeys(() => this.#context);
    this.lockdowns = new Lockdowns(() => this.#context);
    this.memory = new Memory(() => this.#context);
  }

  /** The policy in force: its revision, its rules, lint findings, and evaluation without content. */
  get policy(): PolicyEngine {
    return this.#context.snapshot.policy;
  }

  /** The detectors in force, for scanning without a decision. */
  get detection(): DetectionEngine {
    return this.#context.snapshot.detection;
  }

  /**
   * A name that a caller chose, such as an agent's or a model's, as records of a tenant hold it: one that itself holds
   * a detected value is a digest, the same for the same name.
   */
  recordedName(tenantId: string, name: string): string {
    return namesOf(this.#context, tenantId).of(name);
  }

  async approvalStanding({
    approvalRequestId,
    tenantId,
  }: ApprovalQuestion): Promise<ApprovalStanding> {
    return standingOf(
      await this.approvals.get([tenantId ?? this.#context.defaultTenant], approvalRequestId),
    );
  }

  reportOutcome(report: OutcomeRequest): Promise<OutcomeAnswer> {
    return this.actions.report(report);
  }

  /** A scope with its tenants as records and events hold them. */
  recordedTenants(tenants: TenantScope): TenantScope {
    return safeScope(this.#context, tenants);
  }

  /**
   * Puts on record, and tells, how a reload ended: `policy.reloaded`, under the rules that are now in force, or
   * `policy.reload_failed`.
   *
   * @throws SafeAIError `audit_unavailable` when the record cannot be made
   */
  recordReload(reload: PolicyReload, call?: CallContext): Promise<void> {
    return recordReload(this.#context, reload, call);
  }

  /**
   * Puts on record, as `budget.exceeded`, that a call of a model was refused for its budgets. Tells nobody: who keeps the
   * budgets does, once in a period.
   *
   * @throws SafeAIError (as a rejection) `audit_unavailable`
   */
  recordRefusedSpend(refused: RefusedSpend, call?: CallContext): Promise<void> {
    return recordRefusedSpend(this.#context, refused, call);
  }

  /**
   * Puts on record, and tells, what somebody did about alerts.
   *
   * @throws SafeAIError (as a rejection) `audit_unavailable`
   */
  recordAlertChange(change: AlertChangeByHand, call?: CallContext): Promise<void> {
    return recordAlertChange(this.#context, change, call);
  }

  /** What people say of what they do, as records hold it: one line, with detected values taken out. */
  recordedReason(reason: string): string {
    return redactedReason(this.detection, reason);
  }

  /**
   * Replaces everything that is enforced. Compiled aside and swapped at once: a decision in flight keeps what
   * it began with, and when this throws (as the constructor does) nothing has changed.
   */
  replaceRules(rules: SafeAIRules): void {
    this.#context = compileRules(rules, this.#ports, this.#activeLockdowns);
  }

  /**
   * Replaces the values of `detection.exact` alone: no pattern is compiled again, which makes it some fifty times
   * as fast as {@link replaceRules}. Swapped at once; when this throws nothing has changed. O(total length).
   *
   * @throws DetectorError `invalid_detector` for values that cannot be looked for; never with a value
   */
  replaceExact(values: readonly ExactValue[]): void {
    this.#context = withExactValues(this.#context, values);
  }

  /**
   * Puts on record, and tells, what became of a secret: that it has another value, cannot be read, or was asked for by
   * an agent. It holds names, never a value.
   *
   * @throws SafeAIError (as a rejection) `audit_unavailable`; what concerns no agent is told all the same
   */
  recordSecret(happening: SecretHappening, call?: CallContext): Promise<void> {
    return recordSecret(this.#context, happening, call);
  }

  /** Text on its way into a model. Linear in its length. */
  scanInput(request: ScanInputRequest, call?: CallContext): Promise<ScanInputResult> {
    return scanInput(this.#context, request, call);
  }

  /**
   * A JSON payload on its way into a model: keys and numbers are scanned too.
   *
   * @throws LimitExceededError past `limits.jsonDepth` or `limits.jsonLeaves`
   */
  scanStructured(
    request: ScanStructuredRequest,
    call?: CallContext,
  ): Promise<ScanStructuredResult> {
    return scanStructured(contextFor(this.#context, call), request, call);
  }

  /** A model's answer on its way to a person. */
  guardOutput(request: GuardOutputRequest, call?: CallContext): Promise<GuardOutputResult> {
    return guardOutput(this.#context, request, call);
  }

  /**
   * A model's answer on its way to a person, as JSON: keys and numbers are scanned too.
   *
   * @throws LimitExceededError past `limits.jsonDepth` or `limits.jsonLeaves`
   */
  guardStructured(
    request: GuardStructuredRequest,
    call?: CallContext,
  ): Promise<GuardStructuredResult> {
    return guardStructured(contextFor(this.#context, call), request, call);
  }

  /**
   * A model's answer on its way to a person, as it comes. It keeps the rules that are in force now.
   *
   * @throws SafeAIError `audit_unavailable` when that it was opened cannot be recorded, `state_unavailable`
   *
   * @example
   * const output = await safeai.openOutput({ agentId: 'support-bot' });
   * for await (const piece of answer) process.stdout.write((await output.write('answer', piece)).text);
   * for (const { text } of (await output.end()).rest) process.stdout.write(text);
   */
  openOutput(request: OpenOutputRequest, call?: CallContext): Promise<OutputStream> {
    return openOutput(() => this.#context, request, call);
  }

  /**
   * A tool call before it is made (`phase: 'request'`), or its result before the agent sees it (`'response'`).
   *
   * @throws LimitExceededError; SafeAIError `not_found` for an unknown approval id
   */
  interceptTool(request: ToolRequest, call?: CallContext): Promise<ToolRequestResult>;
  interceptTool(request: ToolResponse, call?: CallContext): Promise<ToolResponseResult>;
  interceptTool(
    request: ToolRequest | ToolResponse,
    call?: CallContext,
  ): Promise<ToolRequestResult | ToolResponseResult> {
    const context = contextFor(this.#context, call);
    // A program without types may say anything; the milder side must not be the default.
    switch ((request as { phase?: unknown } | undefined)?.phase) {
      case 'request':
        return interceptToolRequest(context, request as ToolRequest, call);
      case 'response':
        return interceptToolResponse(context, request as ToolResponse, call);
      default:
        return Promise.reject(new InvalidRequestError("phase must be 'request' or 'response'."));
    }
  }

  /**
   * What a tool answered earlier, before the agent sees it once more: each response judged as by itself, one record for
   * all.
   *
   * @throws LimitExceededError
   */
  interceptToolHistory(request: ToolHistory, call?: CallContext): Promise<ToolHistoryResult> {
    return interceptToolHistory(contextFor(this.#context, call), request, call);
  }

  /** A message from one agent to another. */
  interceptMessage(request: AgentMessage, call?: CallContext): Promise<AgentMessageResult> {
    return interceptMessage(this.#context, request, call);
  }

  /**
   * Restores the pseudonyms of a session in an answer that comes as a stream, once each piece has been
   * guarded. Knows what the session knew when it was made; where the caller's principal may not act in the
   * tenant it restores nothing.
   *
   * @example
   * const restorer = await safeai.pseudonymRestorer({ sessionId: 's-1' });
   * for await (const chunk of guarded) process.stdout.write(restorer.write(chunk));
   * process.stdout.write(restorer.end());
   */
  pseudonymRestorer(
    request: Pick<RequestContext, 'tenantId' | 'sessionId'>,
    call?: CallContext,
  ): Promise<PseudonymRestorer> {
    return restorerFor(this.#context, resolveScope(request, call, this.#context.defaultTenant));
  }

  /**
   * What policy would decide, and why; nothing is recorded.
   *
   * @param judge asked in place of the policy in force; all else is as it is in force
   */
  explain(
    request: ExplainRequest,
    call?: CallContext,
    judge?: PolicyJudge,
  ): Promise<ExplainResult> {
    return explain(this.#context, request, call, judge);
  }
}
