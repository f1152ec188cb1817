import type { CallContext } from '../boundary/boundary.ts';
import type { DecisionContext } from '../boundary/decision-context.ts';
import type { AuditRecord } from '../boundary/record.ts';
import { SafeNames, safeScope } from '../boundary/safe-names.ts';
import { recordAndTell } from '../boundary/tell.ts';
import { SafeAIError } from '../errors.ts';
import { agentsOf, type Principal } from '../identity/principal.ts';
import type { TenantScope } from '../ports.ts';
import type { ActionOutcome, Operation, ReportResult } from './operation.ts';

/** An action that a decision let through: what is on record of it. */
export interface AllowedAction {
  readonly decisionId: string;
  readonly tenantId: string;
  readonly agentId: string | null;
  readonly toolName: string | null;
  readonly operationId: string | null;
  /** Null where the log no longer has it, and only its operation is known. */
  readonly record: AuditRecord | null;
}

const LET_THROUGH = /^(?:intercept|message)\.(?:allowed|flagged|redacted)$/;
const CARRIED_OUT: ReadonlySet<unknown> = new Set(['request', 'message']);

/**
 * The action of a decision, for the one who may speak of it: its own agent where the credential is bound to
 * one, and an admin.
 *
 * @throws SafeAIError `not_found` for an unknown decision, one that let no action through, and another's
 */
export async function allowedAction(
  context: DecisionContext,
  decisionId: string,
  call: CallContext | undefined,
): Promise<AllowedAction> {
  const tenants = tenantsOf(context, call?.principal);
  const { history, operations } = context.ports;
  const record = await history.find(tenants, decisionId);
  const action =
    record === undefined
      ? begunAction(await operations.findByDecision(tenants, decisionId))
      : recordedAction(record);
  if (action !== null && speaksFor(context, call?.principal, action)) return action;
  throw new SafeAIError(
    'not_found',
    'There is no such action: the decision is unknown, let nothing through, or is for another agent.',
  );
}

/** Puts an outcome in the store; `conflict` when another one is on record. */
export function storeOutcome(
  { ports }: DecisionContext,
  { tenantId, decisionId }: AllowedAction,
  outcome: ActionOutcome,
): Promise<ReportResult> {
  return ports.operations.report({ tenantId, decisionId, outcome, at: ports.clock.now() });
}

/**
 * Records how an action ended, and tells it.
 *
 * @param note what the reporter says of it
 * @throws SafeAIError `audit_unavailable`
 */
export async function recordOutcome(
  context: DecisionContext,
  action: AllowedAction,
  { outcome, operationId }: ReportResult,
  call: CallContext | undefined,
  note?: string,
): Promise<void> {
  const { record, tenantId } = action;
  const names = new SafeNames(context, tenantId);
  await recordAndTell(context.ports, {
    event: `action.${outcome}`,
    action: record?.action ?? 'allow',
    policyName: record?.policyName ?? null,
    policyRevision: record?.policyRevision ?? context.snapshot.policy.revision,
    tenantId,
    agentId: action.agentId,
    sessionId: record?.sessionId ?? null,
    toolName: action.toolName,
    parametersDigest: record?.parametersDigest ?? null,
    principal: names.of(call?.principal?.user),
    approvalRequestId: record?.approvalRequestId ?? null,
    requestId: names.of(call?.requestId),
    detail: {
      of: action.decisionId,
      outcome,
      operation_id: operationId ?? action.operationId,
      note: names.of(note),
    },
  });
}

/** The tenants that a caller may see; a program that has no principal sees all. */
function tenantsOf(context: DecisionContext, principal: Principal | undefined): TenantScope {
  if (principal === undefined) return ['*'];
  return safeScope(context, principal.tenants);
}

function recordedAction(record: AuditRecord): AllowedAction | null {
  const isAction = LET_THROUGH.test(record.event) && CARRIED_OUT.has(record.detail?.phase);
  if (!isAction) return null;
  const named = record.detail?.operation_id;
  const { decisionId, tenantId, agentId, toolName } = record;
  const operationId = typeof named === 'string' ? named : null;
  return { decisionId, tenantId, agentId, toolName, operationId, record };
}

function begunAction(operation: Operation | undefined): AllowedAction | null {
  if (operation === undefined) return null;
  const { decisionId, tenantId, agentId, toolName, operationId } = operation;
  return { decisionId, tenantId, agentId, toolName, operationId, record: null };
}

function speaksFor(
  context: DecisionContext,
  principal: Principal | undefined,
  action: AllowedAction,
): boolean {
  const agents = principal === undefined ? undefined : agentsOf(principal);
  if (agents === undefined) return true;
  const names = new SafeNames(context, action.tenantId);
  const { agentId } = action;
  return agentId !== null && agents.some((agent) => names.is(agentId, agent));
}
