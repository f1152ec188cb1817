import { SafeAIError, type JsonObject, type ToolRequestResult } from '@safeai/core';
import { untilDecided } from '../../approvals/until-decided.ts';
import type { GuardedCall } from './guarded-call.ts';
import { Refusal } from './refusal.ts';

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
 * @param parameters as the model wrote them; of arguments that are no JSON object, see `readArguments`
 * @throws Refusal; LimitExceededError; SafeAIError `audit_unavailable`, `state_unavailable`
 */
export async function judgeToolCall(
  call: GuardedCall,
  toolName: string,
  parameters: JsonObject,
): Promise<JudgedToolCall> {
  const made = { toolName, parameters };
  let result = (await withOwnApproval(call, made)) ?? (await intercept(call, made));
  const { approvalRequestId } = result;
  const isPending = result.decision.action === 'pending_approval';
  if (isPending && approvalRequestId !== undefined && (await isDecided(call, approvalRequestId))) {
    result = await intercept(call, made, approvalRequestId);
  }
  const { filteredParameters, redactions, decision } = result;
  if (filteredParameters === null) throw new Refusal(decision, result.approvalRequestId);
  return {
    parameters: filteredParameters,
    redactions,
    isChanged: filteredParameters !== parameters,
  };
}

/** A tool and what it is called with. */
interface MadeCall {
  readonly toolName: string;
  readonly parameters: JsonObject;
}

function intercept(
  { safeai, context, call }: GuardedCall,
  made: MadeCall,
  approvalRequestId?: string,
): Promise<ToolRequestResult> {
  return safeai.interceptTool(
    {
      ...context,
      phase: 'request',
      ...made,
      ...(approvalRequestId === undefined ? {} : { approvalRequestId }),
    },
    call,
  );
}

/** Whether a person has said something before the wait is over. */
async function isDecided(call: GuardedCall, approvalRequestId: string): Promise<boolean> {
  const { safeai, settings, signal } = call;
  if (settings.approvalWaitMs <= 0) return false;
  // The id is of a decision made just now, so that it may be looked for wherever that was.
  const look = () => safeai.approvals.get(['*'], approvalRequestId);
  const waitMs = settings.approvalWaitMs;
  return (await untilDecided(await look(), look, { waitMs, signal })).status !== 'pending';
}

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
