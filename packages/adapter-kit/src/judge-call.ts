import type { Decision, JsonObject, ToolRequest, ToolRequestResult } from '@safeai/core';
import { untilDecided, type Timer } from './approval-wait.ts';
import type { ToolCall } from './tool-call.ts';
import type { AdapterOptions } from './options.ts';
import { blockedCall, pendingCall, refusedCall } from './texts.ts';
import { goOn, type CallVerdict, type Pending } from './verdict.ts';

/**
 * Judges a tool call, and waits for the person who has to agree, as long as the options say. What is approved is made again
 * with its approval, once.
 */
export async function judgeCall(
  options: AdapterOptions,
  timer: Timer,
  call: ToolCall,
  request: ToolRequest,
  retryKey?: string,
): Promise<CallVerdict<JsonObject>> {
  const { approvalRequestId, signal } = call;
  const asked = await askCall(
    options,
    approvalRequestId === undefined ? request : withApproval(request, approvalRequestId, retryKey),
  );
  if (asked.decision.action !== 'pending_approval') return judged(options, call, asked);
  const pending = pendingOf(asked);
  // It may be decided already: a run that was paused for it goes on with the same call.
  const { tenantId } = request;
  const standing = await untilDecided(
    options.guard,
    {
      approvalRequestId: pending.approvalRequestId,
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(signal === undefined ? {} : { signal }),
    },
    options.approvalWaitMs ?? 0,
    timer,
  );
  switch (standing.status) {
    case 'approved':
    case 'consumed': {
      const approved = withApproval(request, pending.approvalRequestId, retryKey);
      const retried = await askCall(options, approved);
      if (retried.decision.reasonCode !== 'approval_consumed') {
        return judged(options, call, retried);
      }
      // An equal call was faster: this one needs an approval of its own.
      return judged(options, call, await askCall(options, request));
    }
    case 'pending':
      options.onPending?.(pending, { toolName: call.toolName });
      return pending;
    default:
      return { kind: 'withheld', text: refusedCall(standing), decision: asked.decision };
  }
}

/** A key stands for one request: with another approval, it is another. */
function withApproval(
  request: ToolRequest,
  approvalRequestId: string,
  retryKey: string | undefined,
): ToolRequest {
  return {
    ...request,
    approvalRequestId,
    ...(retryKey === undefined ? {} : { idempotencyKey: `${retryKey}-${approvalRequestId}` }),
  };
}

/** The guard's answer to a call. */
export async function askCall(
  { guard, onDecision }: AdapterOptions,
  request: ToolRequest,
): Promise<ToolRequestResult> {
  const asked = await guard.interceptTool(request);
  onDecision?.('tool_request', asked.decision);
  return asked;
}

function judged(
  { onPending }: AdapterOptions,
  { parameters, toolName }: ToolCall,
  asked: ToolRequestResult,
): CallVerdict<JsonObject> {
  const { decision, filteredParameters } = asked;
  if (decision.action === 'pending_approval') {
    const pending = pendingOf(asked);
    onPending?.(pending, { toolName });
    return pending;
  }
  if (filteredParameters === null) return notRun(decision);
  return goOn(parameters, filteredParameters, decision);
}

function notRun(decision: Decision): CallVerdict<JsonObject> {
  return { kind: 'withheld', text: blockedCall(decision), decision };
}

function pendingOf({ decision, approvalRequestId = '' }: ToolRequestResult): Pending {
  const text = pendingCall(decision, approvalRequestId);
  return { kind: 'pending', text, approvalRequestId, decision };
}
