import type { ExplainRequest, ExplainResult } from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type { ExplainAnswer, ExplainBody } from '../routes/policies.ts';
import { fromJudged, type AnswerOptions } from './answer.ts';
import { toContext } from './context.ts';
import { fromExplanation } from './explanation.ts';

/** POST /v1/policies/explain: the body as a request. */
export function toExplainRequest(body: Static<typeof ExplainBody>): ExplainRequest {
  const request: { -readonly [Key in keyof ExplainRequest]: ExplainRequest[Key] } = {
    boundary: body.boundary,
    ...toContext(body, {}),
  };
  if (body.direction !== undefined) request.direction = body.direction;
  if (body.tool_name !== undefined) request.toolName = body.tool_name;
  if (body.text !== undefined) request.text = body.text;
  if (body.parameters !== undefined) request.parameters = body.parameters;
  return request;
}

/** POST /v1/policies/explain: the result as an answer. */
export function fromExplainResult(
  result: ExplainResult,
  options: AnswerOptions,
): Static<typeof ExplainAnswer> {
  return { ...fromJudged(result, options), explanation: fromExplanation(result.explanation) };
}
