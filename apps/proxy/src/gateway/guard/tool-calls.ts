import {
  SafeAIError,
  type ApprovalStatus,
  type JsonObject,
  type ToolRequestResult,
} from '@safeai/core';
import { untilDecided } from '../../approvals/until-decided.ts';
import type { GuardedCall } from './guarded-call.ts';
import { Refusal } from './refusal.ts';

/** A tool and what it is called with. */
export interface MadeCall {
  readonly toolName: string;
  /** As the model wrote them; of arguments that are no JSON object, see `readArguments`. */
  readonly parameters: JsonObject;
}

/** A tool call that goes on. */
export interface JudgedToolCall {
  /** What the tool gets: redacted or restored where policy says so, without fields that its contract does not accept. */
  readonly parameters: JsonObject;
  /** How many findings were replaced. */
  readonly redactions: number;
  /** Whether the parameters are others than those given. */
  readonly isChanged: boolean;
}

/**
 * Judges a tool call that a model made, whole. Where a person has to let it pass, it waits for that as long as the
 * settings say. The approval that the caller brought is used for the first call that it fits, once. Calls of one answer
 * may be judged at the same time.
 *
 * @throws Refusal; LimitExceededError; SafeAIError `audit_unavailable`, `state_unavailable`
 */
export async function judgeToolCall(
  call: GuardedCall,
  toolName: string,
  parameters: JsonObject,
): Promise<JudgedToolCall> {
  const [judged] = await judgeToolCalls(call, [{ toolName, parameters }]);
  return judged ?? never();
}

/**
 * Judges the tool calls of an answer one after another, then waits for people once for all of them. An approval is not
 * used up before each of the calls may pass. Throws as {@link judgeToolCall}.
 */
export async function judgeToolCalls(
  call: GuardedCall,
  calls: readonly MadeCall[],
): Promise<readonly JudgedToolCall[]> {
  const results: ToolRequestResult[] = [];
  for (const made of calls) {
    const result = (await withOwnApproval(call, made)) ?? (await intercept(call, made));
    if (!isPending(result)) refuseBlocked(result);
    results.push(result);
  }
  for (const { index, status } of await waitedFor(call, results)) {
    const { decision, approvalRequestId } = results[index] ?? never();
    if (status === 'pending') throw new Refusal(decision, approvalRequestId);
    const result = await intercept(call, calls[index] ?? never(), approvalRequestId);
    refuseBlocked(result);
    results[index] = result;
  }
  return results.map(({ filteredParameters, redactions }, index) => {
    const given = calls[index]?.parameters;
    const parameters = filteredParameters ?? never();
    return { parameters, redactions, isChanged: parameters !== given };
  });
}

function intercept(
  { safeai, context, call }: GuardedCall,
  { toolName, parameters }: MadeCall,
  approvalRequestId?: string,
): Promise<ToolRequestResult> {
  const approved = approvalRequestId === undefined ? {} : { approvalRequestId };
  return safeai.interceptTool(
    { ...context, phase: 'request', toolName, parameters, ...approved },
    call,
  );
}

function isPending({ decision }: ToolRequestResult): boolean {
  return decision.action === 'pending_approval';
}

function refuseBlocked({
  decision,
  filteredParameters,
  approvalRequestId,
}: ToolRequestResult): void {
  if (filteredParameters === null) throw new Refusal(decision, approvalRequestId);
}

/** A call that needs people. */
interface Pending {
  readonly approvalRequestId: string;
  /** Which of the calls. */
  readonly index: number;
}

/** What people said about a call that needs them. */
interface Waited {
  /** Which of the calls. */
  readonly index: number;
  readonly status: ApprovalStatus;
}

/**
 * Waits until people have decided on all calls that need them, one is refused or the time is over. Those that were refused
 * come first, then those that still wait.
 */
async function waitedFor(
  { safeai, settings, signal }: GuardedCall,
  results: readonly ToolRequestResult[],
): Promise<readonly Waited[]> {
  const pending = results.flatMap((result, index) => {
    const { approvalRequestId } = result;
    return isPending(result) && approvalRequestId !== undefined
      ? [{ approvalRequestId, index }]
      : [];
  });
  if (pending.length === 0) return [];
  const stop = new AbortController();
  const waiting = AbortSignal.any([signal, stop.signal]);
  const wait = async ({ approvalRequestId: id, index }: Pending): Promise<Waited> => {
    if (settings.approvalWaitMs <= 0) return { index, status: 'pending' };
    // The id is of a decision made just now, so that it may be looked for wherever that was.
    const look = () => safeai.approvals.get(['*'], id);
    const { status } = await untilDecided(await look(), look, {
      waitMs: settings.approvalWaitMs,
      signal: waiting,
    });
    if (ORDER[status] === 0) stop.abort();
    return { index, status };
  };
  try {
    const waited = await Promise.all(pending.map(wait));
    return waited.sort((left, right) => ORDER[left.status] - ORDER[right.status]);
  } finally {
    stop.abort();
  }
}

/** What counts first. */
const ORDER: Readonly<Record<ApprovalStatus, number>> = {
  denied: 0,
  expired: 0,
  cancelled: 0,
  consumed: 0,
  pending: 1,
  approved: 2,
};

/** What has become of the approval that came with a call to a provider. */
interface OwnApproval {
  isUsed: boolean;
  /** The last try. */
  last: Promise<unknown>;
}

const ownApprovals = new WeakMap<GuardedCall, OwnApproval>();

/**
 * The judgement with the approval that the caller brought; null where there is none, it is for another tool call or
 * was used for one. Tried for one tool call after another: of two that are equal, one gets it.
 */
function withOwnApproval(call: GuardedCall, made: MadeCall): Promise<ToolRequestResult | null> {
  const { approvalRequestId } = call;
  if (approvalRequestId === undefined) return Promise.resolve(null);
  const own = ownApprovals.get(call) ?? { isUsed: false, last: Promise.resolve() };
  ownApprovals.set(call, own);
  const tried = own.last.then(async () => {
    if (own.isUsed) return null;
    const result = await fitting(intercept(call, made, approvalRequestId));
    own.isUsed = result?.approvalRequestId === approvalRequestId;
    return result;
  });
  own.last = tried.catch(() => undefined);
  return tried;
}

/** Null for an approval of something else, or of nothing that is known. */
async function fitting(judging: Promise<ToolRequestResult>): Promise<ToolRequestResult | null> {
  try {
    const result = await judging;
    return result.decision.reasonCode === 'approval_mismatch' ? null : result;
  } catch (error) {
    if (SafeAIError.isInstance(error) && error.code === 'not_found') return null;
    throw error;
  }
}

/** What cannot be. */
function never(): never {
  throw new TypeError('A tool call has no judgement.');
}
