import type {
  AgentGuard,
  CallContext,
  Decision,
  JsonValue,
  RequestContext,
  ToolRequestResult,
} from '@safeai/core';
import type { HookEvent, HookRequest, HookResponse, Verdict } from './event.ts';
import { deniedBecause, pendingBecause, redactedBecause } from './reasons.ts';

/** Who asks, and of which guard. */
export interface Asking {
  /** Bound to the caller, where the guard needs to know one. */
  readonly guard: Pick<AgentGuard, 'scanInput' | 'interceptTool' | 'approvalStanding'>;
  /** The agent that SafeAI knows the host as. */
  readonly agentId: string;
  readonly tenantId?: string;
  readonly call?: CallContext;
  /** Longest time for a decision, in milliseconds; without an end if absent. */
  readonly timeoutMs?: number;
  /** Told of every decision. Must not throw. */
  readonly onDecision?: (
    boundary: 'input' | 'action',
    result: Pick<ToolRequestResult, 'decision' | 'detections'>,
  ) => void;
}

const PASS: Verdict = { kind: 'pass' };

/**
 * What becomes of an event. An action that waits for a person is denied, with what the person has to do; made again
 * after that it finds its approval by itself, and goes on.
 *
 * @throws whatever the guard throws
 */
export async function judge(event: HookEvent, asking: Asking): Promise<Verdict> {
  switch (event.kind) {
    case 'notice':
      return PASS;
    case 'request':
      return judgeRequest(event, asking);
    case 'response':
      return judgeResponse(event, asking);
    case 'prompt': {
      const { guard, call } = asking;
      const request = { ...contextOf(event, asking), text: event.prompt };
      const result = await guard.scanInput(request, call);
      asking.onDecision?.('input', result);
      const { decision, filtered } = result;
      if (filtered === event.prompt && passes(decision)) return PASS;
      // No host takes another prompt: what has to be redacted has to be taken out by whoever wrote it.
      return { kind: 'deny', reason: deniedBecause(decision, 'prompt') };
    }
  }
}

async function judgeRequest(event: HookRequest, asking: Asking): Promise<Verdict> {
  const { guard, call } = asking;
  const request = {
    ...contextOf(event, asking),
    phase: 'request' as const,
    toolName: event.toolName,
    parameters: event.parameters,
  };
  let result: ToolRequestResult = await guard.interceptTool(request, call);
  asking.onDecision?.('action', result);
  const { approvalRequestId } = result;
  if (result.decision.action === 'pending_approval' && approvalRequestId !== undefined) {
    const { status } = await guard.approvalStanding({
      approvalRequestId,
      ...(asking.tenantId === undefined ? {} : { tenantId: asking.tenantId }),
    });
    if (status !== 'approved') {
      return { kind: 'deny', reason: pendingBecause(result.decision, approvalRequestId) };
    }
    result = await guard.interceptTool({ ...request, approvalRequestId }, call);
    asking.onDecision?.('action', result);
  }
  const { decision, filteredParameters } = result;
  if (!passes(decision) || filteredParameters === null) {
    return { kind: 'deny', reason: deniedBecause(decision, 'call') };
  }
  return changed(event.parameters, filteredParameters, decision, 'arguments');
}

async function judgeResponse(event: HookResponse, asking: Asking): Promise<Verdict> {
  const { guard, call } = asking;
  const { toolName, response } = event;
  const request = { ...contextOf(event, asking), phase: 'response' as const, toolName, response };
  const result = await guard.interceptTool(request, call);
  asking.onDecision?.('action', result);
  const { decision, filteredResponse } = result;
  if (!passes(decision)) return { kind: 'deny', reason: deniedBecause(decision, 'result') };
  return changed(response, filteredResponse, decision, 'result');
}

function contextOf(
  event: Exclude<HookEvent, { kind: 'notice' }>,
  { agentId, tenantId }: Asking,
): RequestContext {
  return {
    agentId,
    ...(event.sessionId === undefined ? {} : { sessionId: event.sessionId }),
    ...(tenantId === undefined ? {} : { tenantId }),
  };
}

/** Named one by one: an action that is added some day stops what it is about. */
function passes({ action }: Decision): boolean {
  return action === 'allow' || action === 'flag' || action === 'redact';
}

function changed(
  first: JsonValue,
  to: JsonValue,
  decision: Decision,
  what: 'arguments' | 'result',
): Verdict {
  if (JSON.stringify(first) === JSON.stringify(to)) return PASS;
  return { kind: 'change', to, reason: redactedBecause(decision, what) };
}
