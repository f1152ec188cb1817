import { allowedAction, recordOutcome, storeOutcome } from '../actions/outcome-of.ts';
import { uncoveredTags } from '../contracts/registry.ts';
import type { Detection } from '../detection/detection.ts';
import { WorkBudget } from '../detection/engine/work-budget.ts';
import { scanStructured } from '../detection/structured.ts';
import type { JsonValue } from '../json.ts';
import { redactStructured } from '../redaction/redact.ts';
import type { CallContext, ToolResponse, ToolResponseResult } from './boundary.ts';
import { checkTool, CONTRACT_POLICY, type ToolCheck } from './contract-check.ts';
import { certainTags } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import {
  isObject,
  outsideFields,
  uncoveredFields,
  undeclaredFields,
  withoutFields,
} from './field-filter.ts';
import type { Outcome } from './outcome.ts';
import type { RecordDetail } from './record.ts';
import { requireJson, requireRequest, requireText } from './require.ts';
import { resolveScope, type Scope } from './scope.ts';
import { settle } from './settle.ts';

/** What a tool answered: fields outside contract or clearance are removed, policy judges the rest. */
export async function interceptToolResponse(
  context: DecisionContext,
  request: ToolResponse,
  call?: CallContext,
): Promise<ToolResponseResult> {
  const startedAt = context.ports.clock.monotonic();
  requireRequest(request);
  requireText(request.toolName, 'toolName');
  requireJson(request.response, 'response');
  const { toolName } = request;
  const scope = resolveScope(
    request,
    call,
    context.defaultTenant,
    request.agentId ?? request.destinationAgentId,
  );
  const detail = await reportSuccess(context, request.decisionId, call);
  const check = checkTool(context, toolName, scope.agentId, new Set());
  const read = readResponse(context, scope, check, request.response);
  const settled = await settle(context, {
    family: 'intercept',
    facts: {
      boundary: 'action',
      direction: 'response',
      surface: 'tool response',
      scope,
      detections: read.detections,
      leftEncoded: read.leftEncoded,
      toolName,
      parameters: read.response,
    },
    startedAt,
    explained: request.explain,
    otherAgents: [request.agentId, request.sourceAgentId, request.destinationAgentId],
    refusal: check.refusal ?? read.refusal,
    strippedFields: read.strippedFields,
    detail,
  });
  return {
    phase: 'response',
    ...settled.answer,
    filteredResponse: await settled.filter(read.response, redactStructured),
    redactions: settled.redactions,
    strippedFields: read.strippedFields,
    unauthorizedTags: read.unauthorizedTags,
  };
}

/** A response, with what was found in it, within the limits on what a tool may emit and the agent may see. */
export interface ReadResponse extends LimitedResponse {
  readonly detections: readonly Detection[];
  readonly leftEncoded: boolean;
}

/**
 * @param budget shared by the responses that are read together
 * @throws LimitExceededError past the limits of a payload
 */
export function readResponse(
  { snapshot, limits }: DecisionContext,
  scope: Scope,
  check: ToolCheck,
  response: JsonValue,
  budget = new WorkBudget(),
): ReadResponse {
  const { detections: all, leftEncoded } = scanStructured(snapshot.detection, response, {
    limits,
    position: 'prose',
    budget,
  });
  const limited = limitResponse(response, all, scope.declaredTags, check);
  return { ...limited, detections: outsideFields(all, limited.strippedFields), leftEncoded };
}

/**
 * A tool that answered has run: unless another outcome is on record, the action succeeded. Said before the
 * response is judged, since no verdict on it undoes the action.
 *
 * @throws SafeAIError `not_found` for a decision that is not the caller's, or let nothing through
 */
async function reportSuccess(
  context: DecisionContext,
  decisionId: string | undefined,
  call: CallContext | undefined,
): Promise<RecordDetail> {
  if (decisionId === undefined) return {};
  requireText(decisionId, 'decisionId');
  const action = await allowedAction(context, decisionId, call);
  const stored = await storeOutcome(context, action, 'succeeded');
  if (stored.result === 'settled') await recordOutcome(context, action, stored, call);
  return { of: decisionId };
}

interface LimitedResponse {
  readonly response: JsonValue;
  readonly strippedFields: readonly string[];
  readonly unauthorizedTags: readonly string[];
  readonly refusal: Outcome | null;
}

/** Applies the limits on what a tool may emit and the agent may see. What has no fields is refused whole. */
function limitResponse(
  response: JsonValue,
  detections: readonly Detection[],
  declared: readonly string[],
  check: ToolCheck,
): LimitedResponse {
  const emits = check.contract?.emits ?? { tags: null, fields: null };
  const tags = certainTags(declared, detections);
  const unauthorizedTags = [
    ...new Set([...uncoveredTags(emits.tags, tags), ...uncoveredTags(check.clearance, tags)]),
  ];
  const declaredTooMuch = unauthorizedTags.some((tag) => declared.includes(tag));
  if (!isObject(response) || declaredTooMuch) {
    const refused = unauthorizedTags.length > 0 || (!isObject(response) && emits.fields !== null);
    return {
      response,
      strippedFields: [],
      unauthorizedTags,
      refusal: refused ? responseRefused(unauthorizedTags) : null,
    };
  }
  const strippedFields = [
    ...new Set([
      ...undeclaredFields(response, emits.fields),
      ...uncoveredFields(response, detections, emits.tags),
      ...uncoveredFields(response, detections, check.clearance),
    ]),
  ];
  return {
    response: withoutFields(response, strippedFields),
    strippedFields,
    unauthorizedTags,
    refusal: null,
  };
}

function responseRefused(tags: readonly string[]): Outcome {
  return {
    action: 'block',
    reason:
      tags.length > 0
        ? `Neither contract nor clearance covers ${tags.join(', ')} in the tool's response`
        : 'The response is not the object that the contract declares',
    policyName: CONTRACT_POLICY,
    reasonCode: 'contract_response',
  };
}
