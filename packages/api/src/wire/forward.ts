import type { Decision, JsonValue, RequestContext } from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type { ForwardAnswer, ForwardBody } from '../routes/forward.ts';
import { toContext } from './context.ts';
import { fromDecision } from './decision.ts';

/** A request for an upstream. */
export interface ForwardedRequest {
  readonly method: string;
  readonly path: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly jsonBody: JsonValue | undefined;
  readonly textBody: string | undefined;
  readonly upstream: string | undefined;
  readonly upstreamUrl: string | undefined;
  readonly approvalRequestId: string | undefined;
  readonly context: RequestContext;
}

/** What became of a request for an upstream. */
export interface ForwardedResult {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly decision: Decision;
  readonly approvalRequestId?: string | undefined;
  readonly body: JsonValue;
}

/** POST /v1/proxy/forward: the body as a request. */
export function toForwardRequest(body: Static<typeof ForwardBody>): ForwardedRequest {
  return {
    method: body.method,
    path: body.path,
    headers: body.headers ?? {},
    jsonBody: body.json_body,
    textBody: body.text_body,
    upstream: body.upstream,
    upstreamUrl: body.upstream_url,
    approvalRequestId: body.approval_request_id,
    context: toContext(body, {}),
  };
}

/** POST /v1/proxy/forward: the result as an answer. */
export function fromForwardResult(result: ForwardedResult): Static<typeof ForwardAnswer> {
  return {
    upstream_status: result.status,
    upstream_headers: { ...result.headers },
    decision: fromDecision(result.decision),
    ...(result.approvalRequestId === undefined
      ? {}
      : { approval_request_id: result.approvalRequestId }),
    body: result.body,
  };
}
