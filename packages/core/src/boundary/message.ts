import { namedOperation } from '../actions/operation-name.ts';
import { hidden } from '../approvals/hidden.ts';
import { scanText } from '../detection/scan-text.ts';
import { redactText } from '../redaction/redact.ts';
import type { AgentMessage, AgentMessageResult, CallContext } from './boundary.ts';
import { checkCapabilityToken } from './capability-gate.ts';
import { certainTags } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { uncleared, unknownActor } from './identity-check.ts';
import { requireRequest, requireText } from './require.ts';
import { resolveScope } from './scope.ts';
import { settle } from './settle.ts';

/** Named as the tool of a message in rules, records and approvals. */
export const MESSAGE_TOOL = 'agent_message';

/** One agent speaks to another: both must be known, and the receiver cleared for what is said. */
export async function interceptMessage(
  context: DecisionContext,
  request: AgentMessage,
  call?: CallContext,
): Promise<AgentMessageResult> {
  const startedAt = context.ports.clock.monotonic();
  requireRequest(request);
  requireText(request.message, 'message');
  requireText(request.sourceAgentId, 'sourceAgentId');
  requireText(request.destinationAgentId, 'destinationAgentId');
  const scope = resolveScope(request, call, context.defaultTenant, request.sourceAgentId);
  const { message, destinationAgentId } = request;
  const { detection } = context.snapshot;
  const { detections, leftEncoded } = scanText(detection, message);
  const { identities } = context.snapshot;
  const tags = certainTags(scope.declaredTags, detections);
  const action = {
    phase: 'message',
    toolName: MESSAGE_TOOL,
    parameters: { message, destination_agent_id: destinationAgentId },
  } as const;
  const capability = await checkCapabilityToken(
    context,
    scope,
    MESSAGE_TOOL,
    request.capabilityToken,
  );
  const settled = await settle(context, {
    family: 'message',
    facts: {
      boundary: 'action',
      direction: 'message',
      surface: 'message',
      scope,
      detections,
      leftEncoded,
      toolName: MESSAGE_TOOL,
      parameters: message,
    },
    startedAt,
    explained: request.explain,
    otherAgents: [request.sourceAgentId, destinationAgentId],
    refusal:
      capability.refusal ??
      unknownActor(identities, scope.agentId) ??
      unknownActor(identities, destinationAgentId) ??
      uncleared(identities, [scope.agentId, destinationAgentId], tags, 'An agent of this message'),
    operation: namedOperation(context, scope, request.operationId, action),
    detail: capability.detail,
    approval: {
      ...action,
      redacted: () => ({
        message: redactText(message, hidden(detections)),
        destination_agent_id: redactText(
          destinationAgentId,
          hidden(detection.scan(destinationAgentId)),
        ),
      }),
      contract: null,
      approvalRequestId: request.approvalRequestId,
      justification: request.justification,
      idempotencyKey: request.idempotencyKey,
    },
  });
  return {
    ...settled.answer,
    filteredMessage: await settled.filter(message, redactText),
    ...(settled.approvalRequestId === undefined
      ? {}
      : { approvalRequestId: settled.approvalRequestId }),
  };
}
