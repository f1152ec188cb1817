import type { GuardOutputRequest, GuardOutputResult } from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type { GuardOutputAnswer, GuardOutputBody } from '../routes/guard.ts';
import type { ExplainFlag } from '../schema/request.ts';
import { fromJudged, redactionsOf, toJudged, type AnswerOptions, type Further } from './answer.ts';
import { CONTEXT_PLACES, requestOf, type InBody } from './context.ts';
import { record } from './record.ts';

const REQUEST = record<InBody<GuardOutputRequest>, Static<typeof GuardOutputBody>>({
  text: 'text',
  ...CONTEXT_PLACES,
});

const RESULT = record<Further<GuardOutputResult>, Static<typeof GuardOutputAnswer>>({
  safeOutput: 'safe_output',
  fallbackUsed: 'fallback_used',
});

/** POST /v1/guard/output: the body as a request. */
export function toGuardOutputRequest(
  body: Static<typeof GuardOutputBody>,
  query: ExplainFlag,
): GuardOutputRequest {
  return requestOf(REQUEST, body, query);
}

/** POST /v1/guard/output: the request as a body. */
export function fromGuardOutputRequest(
  request: GuardOutputRequest,
): Static<typeof GuardOutputBody> {
  return REQUEST.toWire(request);
}

/** POST /v1/guard/output: the result as an answer. */
export function fromGuardOutputResult(
  result: GuardOutputResult,
  options: AnswerOptions,
): Static<typeof GuardOutputAnswer> {
  return { ...fromJudged(result, options), ...RESULT.toWire(result) };
}

/** POST /v1/guard/output: the answer as a result. */
export function toGuardOutputResult(answer: Static<typeof GuardOutputAnswer>): GuardOutputResult {
  return {
    ...toJudged(answer),
    ...RESULT.toCore(answer),
    redactions: answer.fallback_used ? 0 : redactionsOf(answer),
  };
}
