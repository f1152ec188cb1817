import { detectTampering } from '../detection/tampering.ts';
import { scanStructured } from '../detection/structured.ts';
import type { JsonObject } from '../json.ts';
import { redactStructured } from '../redaction/redact.ts';
import type { CallContext, ToolRequest, ToolRequestResult } from './boundary.ts';
import { checkTool, contractApproval } from './contract-check.ts';
import { certainTags } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { outsideFields, undeclaredFields, withoutFields } from './field-filter.ts';
import { requireObject, requireRequest, requireText } from './require.ts';
import { resolveScope } from './scope.ts';
import { settle } from './settle.ts';

/** A tool call before it is made: contract → identity → field filter → policy → approval. */
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
  const found = scanStructured(context.snapshot.detection, request.parameters, {
    toolName,
    limits: context.limits,
  });
  const all = [...found.detections, ...detectTampering(toolName, request.parameters)];
  const tags = certainTags(scope.declaredTags, all);
  const check = checkTool(context, toolName, scope.agentId, tags);
  const strippedFields = undeclaredFields(
    request.parameters,
    check.contract?.accepts.fields ?? null,
  );
  const parameters = withoutFields(request.parameters, strippedFields);
  const detections = outsideFields(all, strippedFields);
  const settled = await settle(context, {
    family: 'intercept',
    facts: {
      boundary: 'action',
      direction: 'request',
      surface: 'tool request',
      scope,
      detections,
      toolName,
      parameters,
    },
    startedAt,
    explained: request.explain,
    refusal: check.refusal,
    strippedFields,
    approval: {
      phase: 'request',
      toolName,
      parameters: request.parameters,
      redacted: () => redactStructured(request.parameters, all),
      contract: contractApproval(check.contract),
      approvalRequestId: request.approvalRequestId,
      justification: request.justification,
      idempotencyKey: request.idempotencyKey,
    },
  });
  return {
    phase: 'request',
    ...settled.answer,
    filteredParameters: settled.filter<JsonObject>(parameters, redactStructured),
    strippedFields,
    unauthorizedTags: check.unauthorizedTags,
    ...(settled.approvalRequestId === undefined
      ? {}
      : { approvalRequestId: settled.approvalRequestId }),
  };
}
