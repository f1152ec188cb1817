import type { ExplainRequest, ExplainResult } from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type { ExplainAnswer, ExplainBody } from '../routes/policies.ts';
import { fromJudged, toJudged, type AnswerOptions } from './answer.ts';
import { CONTEXT_PLACES, requestOf, type InBody } from './context.ts';
import { EXPLANATION } from './explanation.ts';
import { record } from './record.ts';

const REQUEST = record<InBody<ExplainRequest>, Static<typeof ExplainBody>>({
  boundary: 'boundary',
  ...CONTEXT_PLACES,
  direction: 'direction',
  toolName: 'tool_name',
  text: 'text',
  parameters: 'parameters',
});

/** POST /v1/policies/explain: the body as a request. */
export function toExplainRequest(body: Static<typeof ExplainBody>): ExplainRequest {
  return requestOf(REQUEST, body, {});
}

/** POST /v1/policies/explain: the request as a body. */
export function fromExplainRequest(request: ExplainRequest): Static<typeof ExplainBody> {
  return REQUEST.toWire(request);
}

/** POST /v1/policies/explain: the result as an answer. */
export function fromExplainResult(
  result: ExplainResult,
  options: AnswerOptions,
): Static<typeof ExplainAnswer> {
  return {
    ...fromJudged(result, options),
    explanation: EXPLANATION.toWire(result.explanation),
  };
}

/** POST /v1/policies/explain: the answer as a result. */
export function toExplainResult(answer: Static<typeof ExplainAnswer>): ExplainResult {
  return { ...toJudged(answer), explanation: EXPLANATION.toCore(answer.explanation) };
}
