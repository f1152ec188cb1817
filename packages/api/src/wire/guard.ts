import type { GuardOutputRequest, GuardOutputResult } from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type { GuardOutputAnswer, GuardOutputBody } from '../routes/guard.ts';
import type { ExplainFlag } from '../schema/request.ts';
import { fromJudged, type AnswerOptions } from './answer.ts';
import { toContext } from './context.ts';

/** POST /v1/guard/output: the body as a request. */
export function toGuardOutputRequest(
  body: Static<typeof GuardOutputBody>,
  query: ExplainFlag,
): GuardOutputRequest {
  return { text: body.text, ...toContext(body, query) };
}

/** POST /v1/guard/output: the result as an answer. */
export function fromGuardOutputResult(
  result: GuardOutputResult,
  options: AnswerOptions,
): Static<typeof GuardOutputAnswer> {
  return {
    ...fromJudged(result, options),
    safe_output: result.safeOutput,
    fallback_used: result.fallbackUsed,
  };
}
