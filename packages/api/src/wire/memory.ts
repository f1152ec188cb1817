import type {
  MemoryDeleteRequest,
  MemoryDeleteResult,
  MemoryHandleRequest,
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
import { fromJudged, toJudged, type AnswerOptions, type Further } from './answer.ts';
import { CONTEXT_PLACES, requestOf, type InBody } from './context.ts';
import { record, TIME } from './record.ts';

const KEY = { key: 'key', schema: 'schema' } as const;

const WRITE = record<InBody<MemoryWriteRequest>, Static<typeof MemoryWriteBody>>({
  ...KEY,
  ...CONTEXT_PLACES,
  value: 'value',
  toolName: 'tool_name',
});

const WRITTEN = record<Further<MemoryWriteResult>, Static<typeof MemoryWriteAnswer>>({
  ok: 'ok',
  allowed: 'allowed',
  reason: 'reason',
  redacted: 'redacted',
  handle: 'handle',
  expiresAt: ['expires_at', TIME],
});

const READ = record<InBody<MemoryReadRequest>, Static<typeof MemoryReadBody>>({
  ...KEY,
  ...CONTEXT_PLACES,
  asHandle: 'as_handle',
});

const FOUND = record<Further<MemoryReadResult>, Static<typeof MemoryReadAnswer>>({
  value: 'value',
  found: 'found',
  reason: 'reason',
  handle: 'handle',
});

const DELETE = record<InBody<MemoryDeleteRequest>, Static<typeof MemoryDeleteBody>>({
  ...KEY,
  ...CONTEXT_PLACES,
});

const DELETED = record<Further<MemoryDeleteResult>, Static<typeof MemoryDeleteAnswer>>({
  ok: 'ok',
  found: 'found',
  reason: 'reason',
});

const HANDLE = record<InBody<MemoryHandleRequest>, Static<typeof MemoryHandleBody>>({
  handle: 'handle',
  ...CONTEXT_PLACES,
});

const PURGE = record<MemoryPurgeRequest, Static<typeof MemoryPurgeBody>>({ tenantId: 'tenant_id' });

const SHRED = record<MemoryShredRequest, Static<typeof MemoryShredBody>>({
  tenantId: 'tenant_id',
  confirm: 'confirm',
});

/** POST /v1/memory/write: the body as a request. */
export function toMemoryWriteRequest(
  body: Static<typeof MemoryWriteBody>,
  query: ExplainFlag,
): MemoryWriteRequest {
  return requestOf(WRITE, body, query);
}

/** POST /v1/memory/write: the request as a body. */
export function fromMemoryWriteRequest(
  request: MemoryWriteRequest,
): Static<typeof MemoryWriteBody> {
  return WRITE.toWire(request);
}

/** POST /v1/memory/write: the result as an answer. */
export function fromMemoryWriteResult(
  result: MemoryWriteResult,
  options: AnswerOptions,
): Static<typeof MemoryWriteAnswer> {
  return { ...fromJudged(result, options), ...WRITTEN.toWire(result) };
}

/** POST /v1/memory/write: the answer as a result. */
export function toMemoryWriteResult(answer: Static<typeof MemoryWriteAnswer>): MemoryWriteResult {
  return { ...toJudged(answer), ...WRITTEN.toCore(answer) };
}

/** POST /v1/memory/read: the body as a request. */
export function toMemoryReadRequest(
  body: Static<typeof MemoryReadBody>,
  query: ExplainFlag,
): MemoryReadRequest {
  return requestOf(READ, body, query);
}

/** POST /v1/memory/read: the request as a body. */
export function fromMemoryReadRequest(request: MemoryReadRequest): Static<typeof MemoryReadBody> {
  return READ.toWire(request);
}

/** POST /v1/memory/read and /v1/memory/resolve-handle: the result as an answer. */
export function fromMemoryReadResult(
  result: MemoryReadResult,
  options: AnswerOptions,
): Static<typeof MemoryReadAnswer> {
  return { ...fromJudged(result, options), ...FOUND.toWire(result) };
}

/** POST /v1/memory/read and /v1/memory/resolve-handle: the answer as a result. */
export function toMemoryReadResult(answer: Static<typeof MemoryReadAnswer>): MemoryReadResult {
  return { ...toJudged(answer), ...FOUND.toCore(answer) };
}

/** POST /v1/memory/delete: the body as a request. */
export function toMemoryDeleteRequest(
  body: Static<typeof MemoryDeleteBody>,
  query: ExplainFlag,
): MemoryDeleteRequest {
  return requestOf(DELETE, body, query);
}

/** POST /v1/memory/delete: the request as a body. */
export function fromMemoryDeleteRequest(
  request: MemoryDeleteRequest,
): Static<typeof MemoryDeleteBody> {
  return DELETE.toWire(request);
}

/** POST /v1/memory/delete: the result as an answer. */
export function fromMemoryDeleteResult(
  result: MemoryDeleteResult,
  options: AnswerOptions,
): Static<typeof MemoryDeleteAnswer> {
  return { ...fromJudged(result, options), ...DELETED.toWire(result) };
}

/** POST /v1/memory/delete: the answer as a result. */
export function toMemoryDeleteResult(
  answer: Static<typeof MemoryDeleteAnswer>,
): MemoryDeleteResult {
  return { ...toJudged(answer), ...DELETED.toCore(answer) };
}

/** POST /v1/memory/resolve-handle: the body as a request. */
export function toMemoryHandleRequest(
  body: Static<typeof MemoryHandleBody>,
  query: ExplainFlag,
): MemoryHandleRequest {
  return requestOf(HANDLE, body, query);
}

/** POST /v1/memory/resolve-handle: the request as a body. */
export function fromMemoryHandleRequest(
  request: MemoryHandleRequest,
): Static<typeof MemoryHandleBody> {
  return HANDLE.toWire(request);
}

/** POST /v1/memory/purge-expired: the body, which may be missing, as a request. */
export function toMemoryPurgeRequest(
  body: Static<typeof MemoryPurgeBody> | undefined,
): MemoryPurgeRequest {
  return PURGE.toCore(body ?? {});
}

/** POST /v1/memory/purge-expired: the request as a body. */
export function fromMemoryPurgeRequest(
  request: MemoryPurgeRequest,
): Static<typeof MemoryPurgeBody> {
  return PURGE.toWire(request);
}

/** POST /v1/memory/shred: the body as a request. */
export function toMemoryShredRequest(body: Static<typeof MemoryShredBody>): MemoryShredRequest {
  return SHRED.toCore(body);
}

/** POST /v1/memory/shred: the request as a body. */
export function fromMemoryShredRequest(
  request: MemoryShredRequest,
): Static<typeof MemoryShredBody> {
  return SHRED.toWire(request);
}
