import {
  fromMemoryDeleteResult,
  fromMemoryReadResult,
  fromMemoryWriteResult,
  toMemoryDeleteRequest,
  toMemoryHandleRequest,
  toMemoryPurgeRequest,
  toMemoryReadRequest,
  toMemoryShredRequest,
  toMemoryWriteRequest,
} from '@safeai/api';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/memory/write */
export function memoryWrite({ runtime, metrics }: Dependencies): Handler<'memory_write'> {
  return async ({ body, query, tenant, call, values }) => {
    const result = await runtime.boundary.memory.write(toMemoryWriteRequest(body, query), call);
    metrics.decision('memory', tenant, result);
    return fromMemoryWriteResult(result, { values });
  };
}

/** POST /v1/memory/read */
export function memoryRead({ runtime, metrics }: Dependencies): Handler<'memory_read'> {
  return async ({ body, query, tenant, call, values }) => {
    const result = await runtime.boundary.memory.read(toMemoryReadRequest(body, query), call);
    metrics.decision('memory', tenant, result);
    return fromMemoryReadResult(result, { values });
  };
}

/** POST /v1/memory/delete */
export function memoryDelete({ runtime, metrics }: Dependencies): Handler<'memory_delete'> {
  return async ({ body, query, tenant, call, values }) => {
    const result = await runtime.boundary.memory.delete(toMemoryDeleteRequest(body, query), call);
    metrics.decision('memory', tenant, result);
    return fromMemoryDeleteResult(result, { values });
  };
}

/** POST /v1/memory/resolve-handle */
export function memoryResolve({
  runtime,
  metrics,
}: Dependencies): Handler<'memory_resolve_handle'> {
  return async ({ body, query, tenant, call, values }) => {
    const request = toMemoryHandleRequest(body, query);
    const result = await runtime.boundary.memory.resolveHandle(request, call);
    metrics.decision('memory', tenant, result);
    return fromMemoryReadResult(result, { values });
  };
}

/** POST /v1/memory/purge-expired. Counts in no metric, and nor does the next: no policy decides it. */
export function memoryPurge({ runtime }: Dependencies): Handler<'memory_purge_expired'> {
  return async ({ body, call }) => {
    const { removed } = await runtime.boundary.memory.purgeExpired(
      toMemoryPurgeRequest(body),
      call,
    );
    return { removed };
  };
}

/** POST /v1/memory/shred */
export function memoryShred({ runtime }: Dependencies): Handler<'memory_shred'> {
  return async ({ body, call }) => {
    const { removed } = await runtime.boundary.memory.shred(toMemoryShredRequest(body), call);
    return { removed };
  };
}
