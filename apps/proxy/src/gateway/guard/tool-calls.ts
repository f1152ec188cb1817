import type { ApprovalStatus, JsonObject, ToolRequest, ToolRequestResult } from '@safeai/core';
import { untilDecided } from '../../approvals/until-decided.ts';
import type { GuardedCall } from './guarded-call.ts';
import { Refusal } from './refusal.ts';
import { refuseLeftEncoded } from './unscanned.ts';

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
 * Judges the tool calls of an answer, whole, one after another. Where people have to let some pass, it waits once for all of
 * them, as long as the settings say. An approval that the caller brought is used for the call that it is for, once. None is
 * used up before each of the calls may pass; of two equal calls, each needs its own.
 *
 * @throws Refusal; LimitExceededError; SafeAIError `audit_unavailable`, `state_unavailable`
 */
export async function judgeToolCalls(
  call: GuardedCall,
  calls: readonly MadeCall[],
): Promise<readonly JudgedToolCall[]> {
  const results: ToolRequestResult[] = [];
  for (const made of calls) results.push(await ask(call, made));
  for (let left = pendingIn(results); left.length > 0; left = pendingIn(results)) {
    for (const { index, status, approvalRequestId } of await waitedFor(call, left)) {
      const { decision } = results[index] ?? never();
      if (status === 'pending') throw new Refusal(decision, approvalRequestId);
      const made = calls[index] ?? never();
      const result = await intercept(call, made, { approvalRequestId });
      const isTaken = result.decision.reasonCode === 'approval_consumed';
      results[index] = isTaken ? await ask(call, made) : letPass(result);
    }
  }
  return results.map(({ filteredParameters, redactions }, index) => {
    const parameters = filteredParameters ?? never();
    return { parameters, redactions, isChanged: parameters !== calls[index]?.parameters };
  });
}

/**
 * Records what would become of tool calls that go on whatever is decided: no approval is asked for. Throws as
 * {@link judgeToolCalls}, a Refusal for an emergency stop alone.
 */
export async function recordToolCalls(
  call: GuardedCall,
  calls: readonly MadeCall[],
): Promise<readonly JudgedToolCall[]> {
  for (const made of calls) letPass(await intercept(call, made, { isAudited: true }));
  return calls.map(({ parameters }) => ({ parameters, redactions: 0, isChanged: false }));
}

async function intercept(
  guarded: GuardedCall,
  { toolName, parameters }: MadeCall,
  how: Pick<ToolRequest, 'approvalRequestId' | 'isAudited'> = {},
): Promise<ToolRequestResult> {
  const { safeai, context, call, onDecision } = guarded;
  const result = await safeai.interceptTool(
    { ...context, phase: 'request', toolName, parameters, ...how },
    call,
  );
  onDecision?.('action', result);
  // A call that is only recorded goes on whatever is left in it.
  if (how.isAudited !== true) refuseLeftEncoded(guarded, result);
  return result;
}

/** A judgement that lets a call pass, or asks people. @throws Refusal */
async function ask(call: GuardedCall, made: MadeCall): Promise<ToolRequestResult> {
  const result = await intercept(call, made);
  return isPending(result) ? result : letPass(result);
}

function isPending({ decision }: ToolRequestResult): boolean {
  return decision.action === 'pending_approval';
}

/** @throws Refusal for what may not pass, or not yet */
function letPass(result: ToolRequestResult): ToolRequestResult {
  const { decision, filteredParameters, approvalRequestId } = result;
  if (filteredParameters === null) throw new Refusal(decision, approvalRequestId);
  return result;
}

/** A call that needs people. */
interface Pending {
  /** Which of the calls. */
  readonly index: number;
  /** The request that is open for exactly this call, decided or not. */
  readonly approvalRequestId: string;
}

function pendingIn(results: readonly ToolRequestResult[]): readonly Pending[] {
  return results.flatMap((result, index) =>
    isPending(result) ? [{ index, approvalRequestId: result.approvalRequestId ?? never() }] : [],
  );
}

/** Calls whose caller brought an approval that is for one of their tool calls: it makes an answer happen again. */
const retries = new WeakSet<GuardedCall>();

/**
 * Waits until people have decided on all calls that need them, one is refused or the time is over. Who does not wait may
 * use what was approved where the approval that it brought is for one of the calls. Refused calls come first, then those
 * that nobody has decided on.
 */
async function waitedFor(
  call: GuardedCall,
  pending: readonly Pending[],
): Promise<readonly (Pending & { readonly status: ApprovalStatus })[]> {
  const { safeai, settings, approvalRequestId: own } = call;
  if (pending.some(({ approvalRequestId }) => approvalRequestId === own)) retries.add(call);
  const waitMs = settings.approvalWaitMs;
  if (waitMs <= 0 && !retries.has(call)) {
    return pending.map((one) => ({ ...one, status: 'pending' }));
  }
  const stop = new AbortController();
  const waiting = AbortSignal.any([call.signal, stop.signal]);
  const wait = async (one: Pending) => {
    // The id is of a decision made just now, so that it may be looked for wherever that was.
    const look = () => safeai.approvals.get(['*'], one.approvalRequestId);
    const { status } = await untilDecided(await look(), look, { waitMs, signal: waiting });
    if (ORDER[status] === 0) stop.abort();
    return { ...one, status };
  };
  try {
    const waited = await Promise.all(pending.map(wait));
    return waited.sort((left, right) => ORDER[left.status] - ORDER[right.status]);
  } finally {
    stop.abort();
  }
}

/** What counts first. What was used meanwhile is asked for anew, as late as what was approved. */
const ORDER: Readonly<Record<ApprovalStatus, number>> = {
  denied: 0,
  expired: 0,
  cancelled: 0,
  pending: 1,
  approved: 2,
  consumed: 2,
};

/** What cannot be. */
function never(): never {
  throw new TypeError('A tool call has no judgement.');
}
