import type {
  MemoryDeleteRequest,
  MemoryDeleteResult,
  MemoryHandleRequest,
  MemoryKeyRequest,
  MemoryPurgeRequest,
  MemoryReadRequest,
  MemoryReadResult,
  MemoryShredRequest,
  MemoryWriteRequest,
  MemoryWriteResult,
} from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type {
  MemoryDeleteAnswer,
  MemoryDeleteBody,
  MemoryHandleBody,
  MemoryPurgeBody,
  MemoryReadAnswer,
  MemoryReadBody,
  MemoryShredBody,
  MemoryWriteAnswer,
  MemoryWriteBody,
} from '../routes/memory.ts';
import type { ExplainFlag } from '../schema/request.ts';
import { fromJudged, type AnswerOptions } from './answer.ts';
import { toContext } from './context.ts';

/** POST /v1/memory/write: the body as a request. */
export function toMemoryWriteRequest(
  body: Static<typeof MemoryWriteBody>,
  query: ExplainFlag,
): MemoryWriteRequest {
  return {
    ...keyOf(body),
    ...toContext(body, query),
    value: body.value,
    ...(body.tool_name === undefined ? {} : { toolName: body.tool_name }),
  };
}

/** POST /v1/memory/write: the result as an answer. */
export function fromMemoryWriteResult(
  result: MemoryWriteResult,
  options: AnswerOptions,
): Static<typeof MemoryWriteAnswer> {
  const { ok, allowed, reason, redacted, handle, expiresAt } = result;
  return {
    ...fromJudged(result, options),
    ok,
    allowed,
    reason,
    redacted,
    handle,
    expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  };
}

/** POST /v1/memory/read: the body as a request. */
export function toMemoryReadRequest(
  body: Static<typeof MemoryReadBody>,
  query: ExplainFlag,
): MemoryReadRequest {
  return {
    ...keyOf(body),
    ...toContext(body, query),
    ...(body.as_handle === undefined ? {} : { asHandle: body.as_handle }),
  };
}

/** POST /v1/memory/read and /v1/memory/resolve-handle: the result as an answer. */
export function fromMemoryReadResult(
  result: MemoryReadResult,
  options: AnswerOptions,
): Static<typeof MemoryReadAnswer> {
  const { value, found, reason, handle } = result;
  return { ...fromJudged(result, options), value, found, reason, handle };
}

/** POST /v1/memory/delete: the body as a request. */
export function toMemoryDeleteRequest(
  body: Static<typeof MemoryDeleteBody>,
  query: ExplainFlag,
): MemoryDeleteRequest {
  return { ...keyOf(body), ...toContext(body, query) };
}

/** POST /v1/memory/delete: the result as an answer. */
export function fromMemoryDeleteResult(
  result: MemoryDeleteResult,
  options: AnswerOptions,
): Static<typeof MemoryDeleteAnswer> {
  const { ok, found, reason } = result;
  return { ...fromJudged(result, options), ok, found, reason };
}

/** POST /v1/memory/resolve-handle: the body as a request. */
export function toMemoryHandleRequest(
  body: Static<typeof MemoryHandleBody>,
  query: ExplainFlag,
): MemoryHandleRequest {
  return { handle: body.handle, ...toContext(body, query) };
}

/** POST /v1/memory/purge-expired: the body, which may be missing, as a request. */
export function toMemoryPurgeRequest(
  body: Static<typeof MemoryPurgeBody> | undefined,
): MemoryPurgeRequest {
  return body?.tenant_id === undefined ? {} : { tenantId: body.tenant_id };
}

/** POST /v1/memory/shred: the body as a request. */
export function toMemoryShredRequest(body: Static<typeof MemoryShredBody>): MemoryShredRequest {
  return { tenantId: body.tenant_id, confirm: body.confirm };
}

function keyOf({ key, schema }: Static<typeof MemoryDeleteBody>): MemoryKeyRequest {
  return schema === undefined ? { key } : { key, schema };
}
