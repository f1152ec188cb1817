import { redactStructured } from '../redaction/redact.ts';
import { WorkBudget } from '../detection/engine/work-budget.ts';
import { formatStep } from '../detection/structured-path.ts';
import type { JsonValue } from '../json.ts';
import type { CallContext, ToolHistory, ToolHistoryResult } from './boundary.ts';
import { checkTool } from './contract-check.ts';
import { policyContext, detectedTags, type Facts } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { passes } from './outcome.ts';
import { putOnRecord } from './put-on-record.ts';
import { requireRequest, requireText, wrongField } from './require.ts';
import { resolveScope } from './scope.ts';
import { rememberSession } from './session.ts';
import { judge, redactIn, type Judged } from './settle.ts';
import { strictness } from '../policy/strictness.ts';
import { readResponse } from './tool-response.ts';

/**
 * What a tool answered earlier, before the agent sees it once more. Each response is judged as if it came alone, by
 * contract, clearance and policy, so that it goes on as it did when it was new; the strictest of these judgements is
 * the decision, and the one that is on record. An agent sends its history with each request: a record for each response
 * would make the log grow with the square of a conversation.
 */
export async function interceptToolHistory(
  context: DecisionContext,
  request: ToolHistory,
  call?: CallContext,
): Promise<ToolHistoryResult> {
  const startedAt = context.ports.clock.monotonic();
  requireRequest(request);
  const { toolName } = request;
  requireText(toolName, 'toolName');
  requireResponses(request.responses);
  const scope = resolveScope(request, call, context.defaultTenant);
  const check = checkTool(context, toolName, scope.agentId, new Set());
  const budget = new WorkBudget();
  const responses = request.responses.map((one) =>
    readResponse(context, scope, check, one, budget),
  );
  const { leftEncoded } = budget;
  const together: Facts = {
    boundary: 'action',
    direction: 'response',
    surface: 'tool response',
    scope,
    detections: responses.flatMap(({ detections }) => detections),
    leftEncoded,
    toolName,
  };
  const given = await policyContext(context, together);
  const judgements = [];
  for (const read of responses) {
    const { detections, response: parameters } = read;
    const facts: Facts = { ...together, detections, parameters };
    const judged = await judge(
      context,
      { ...given, detectedTags: detectedTags(detections), parameters },
      {
        family: 'intercept',
        facts,
        startedAt,
        refusal: check.refusal ?? read.refusal,
        strippedFields: read.strippedFields,
      },
    );
    judgements.push({ facts, judged, response: parameters });
  }
  const decisive = strictestOf(judgements.map(({ judged }) => judged));
  const { outcome, decision } = await putOnRecord(
    context,
    {
      family: 'intercept',
      facts: together,
      startedAt,
      detail: { responses: responses.length },
    },
    decisive,
  );
  const detections = placed(judgements.map(({ facts }) => facts));
  const answer = leftEncoded ? { decision, detections, leftEncoded } : { decision, detections };
  if (!passes(outcome.action)) return { ...answer, filteredResponses: null, redactions: 0 };
  const replaced = judgements.flatMap(({ judged }) => judged.replaced.all);
  await rememberSession(context, together, replaced);
  const filteredResponses: JsonValue[] = [];
  for (const { facts, judged, response } of judgements) {
    filteredResponses.push(
      await redactIn(context, facts, judged.replaced, response, redactStructured),
    );
  }
  return { ...answer, filteredResponses, redactions: replaced.length };
}

function requireResponses(value: unknown): asserts value is readonly [JsonValue, ...JsonValue[]] {
  if (!Array.isArray(value) || value.length === 0) {
    throw wrongField('responses', 'must be a list of one response or more');
  }
  if (value.some((one) => one === undefined)) {
    throw wrongField('responses', 'must be a list of JSON values');
  }
}

/** The first of the strictest. */
function strictestOf(judgements: readonly Judged[]): Judged {
  return judgements.reduce((strictest, one) =>
    strictness(one.outcome.action) > strictness(strictest.outcome.action) ? one : strictest,
  );
}

/** Findings with their places in the list. */
function placed(each: readonly Facts[]): Facts['detections'] {
  return each.flatMap(({ detections }, index) =>
    detections.map((detection) => ({
      ...detection,
      path: `$${formatStep(index)}${(detection.path ?? '$').slice(1)}`,
    })),
  );
}
