import { namedOperation } from '../actions/operation-name.ts';
import { hidden } from '../approvals/hidden.ts';
import { detectTampering } from '../detection/tampering.ts';
import type { Detection } from '../detection/detection.ts';
import { scanStructured } from '../detection/structured.ts';
import type { JsonObject } from '../json.ts';
import { redactStructured } from '../redaction/redact.ts';
import type { CallContext, ToolRequest, ToolRequestResult } from './boundary.ts';
import { checkCapabilityToken } from './capability-gate.ts';
import { checkTool, contractApproval } from './contract-check.ts';
import { certainTags } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { outsideFields, undeclaredFields, withoutFields } from './field-filter.ts';
import { restoreParameters } from './pseudonyms.ts';
import { requireObject, requireRequest, requireText } from './require.ts';
import { resolveScope, type Scope } from './scope.ts';
import { settle } from './settle.ts';

/** A tool call before it is made: capability → contract → identity → field filter → policy → approval. */
export async function interceptToolRequest(
  context: DecisionContext,
  request: ToolRequest,
  call?: CallContext,
): Promise<ToolRequestResult> {
  const startedAt = context.ports.clock.monotonic();
  requireRequest(request);
  requireText(request.toolName, 'toolName');
  requireObject(request.parameters, 'parameters');
  const { toolName } = request;
  const scope = resolveScope(
    request,
    call,
    context.defaultTenant,
    request.agentId ?? request.sourceAgentId,
  );
  const { given, all, leftEncoded } = await collect(context, scope, request);
  const tags = certainTags(scope.declaredTags, all);
  const capability = await checkCapabilityToken(context, scope, toolName, request.capabilityToken);
  const check = checkTool(context, toolName, scope.agentId, tags);
  const strippedFields = undeclaredFields(given, check.contract?.accepts.fields ?? null);
  const parameters = withoutFields(given, strippedFields);
  const detections = outsideFields(all, strippedFields);
  const action = { phase: 'request', toolName, parameters: given } as const;
  const settled = await settle(context, {
    family: 'intercept',
    facts: {
      boundary: 'action',
      direction: 'request',
      surface: 'tool request',
      scope,
      detections,
      leftEncoded,
      toolName,
      parameters,
    },
    startedAt,
    explained: request.explain,
    otherAgents: [request.agentId, request.sourceAgentId, request.destinationAgentId],
    refusal: capability.refusal ?? check.refusal,
    strippedFields,
    isAudited: request.isAudited,
    operation: namedOperation(context, scope, request.operationId, action),
    detail: capability.detail,
    approval: {
      ...action,
      redacted: () => redactStructured(given, hidden(all)),
      contract: contractApproval(check.contract),
      approvalRequestId: request.approvalRequestId,
      justification: request.justification,
      idempotencyKey: request.idempotencyKey,
    },
  });
  return {
    phase: 'request',
    ...settled.answer,
    filteredParameters: await settled.filter<JsonObject>(
      request.isAudited === true ? request.parameters : parameters,
      redactStructured,
    ),
    redactions: settled.redactions,
    strippedFields,
    unauthorizedTags: check.unauthorizedTags,
    ...(settled.approvalRequestId === undefined
      ? {}
      : { approvalRequestId: settled.approvalRequestId }),
  };
}

interface Collected {
  /** The parameters that the tool would get. */
  readonly given: JsonObject;
  readonly all: readonly Detection[];
  readonly leftEncoded: boolean;
}

/**
 * What is judged. Where the operator named the tool, values take the place of the session's pseudonyms first,
 * so that policy sees what the tool would get; for the other tools a pseudonym stays one: a model that was
 * talked into sending data elsewhere could else send what it has never seen.
 */
async function collect(
  context: DecisionContext,
  scope: Scope,
  { toolName, parameters }: ToolRequest,
): Promise<Collected> {
  const found = find(context, toolName, parameters);
  if (!context.pseudonyms.isRestoredFor(toolName)) return { given: parameters, ...found };
  const given = await restoreParameters(context, scope, parameters);
  return { given, ...(given === parameters ? found : find(context, toolName, given)) };
}

/** @throws LimitExceededError past the limits of a payload */
function find(
  context: DecisionContext,
  toolName: string,
  parameters: JsonObject,
): Omit<Collected, 'given'> {
  const { detections, leftEncoded } = scanStructured(context.snapshot.detection, parameters, {
    toolName,
    limits: context.limits,
  });
  return { all: [...detections, ...detectTampering(toolName, parameters)], leftEncoded };
}
