import {
  fromMemoryDeleteRequest,
  fromMemoryHandleRequest,
  fromMemoryPurgeRequest,
  fromMemoryReadRequest,
  fromMemoryShredRequest,
  fromMemoryWriteRequest,
  toMemoryDeleteResult,
  toMemoryReadResult,
  toMemoryWriteResult,
} from '@safeai/api/wire';
import type {
  MemoryDeleteRequest,
  MemoryDeleteResult,
  MemoryHandleRequest,
  MemoryPurgeRequest,
  MemoryReadRequest,
  MemoryReadResult,
  MemoryRemoval,
  MemoryShredRequest,
  MemoryWriteRequest,
  MemoryWriteResult,
  RequestContext,
} from '@safeai/core';
import { routeCallOf, type ClientCall } from '../client-call.ts';
import { explaining } from '../explaining.ts';
import type { RouteCall, RouteCaller } from '../routes/route-caller.ts';

/** What agents remember: as `Memory` of the core. A refusal is an answer, too. */
export class ClientMemory {
  readonly #routes: RouteCaller;

  constructor(routes: RouteCaller) {
    this.#routes = routes;
  }

  async write(request: MemoryWriteRequest, call?: ClientCall): Promise<MemoryWriteResult> {
    const asked = this.#asked(request, fromMemoryWriteRequest(request), call);
    return toMemoryWriteResult((await this.#routes.call('memory_write', asked)).body);
  }

  async read(request: MemoryReadRequest, call?: ClientCall): Promise<MemoryReadResult> {
    const asked = this.#asked(request, fromMemoryReadRequest(request), call);
    return toMemoryReadResult((await this.#routes.call('memory_read', asked)).body);
  }

  async resolveHandle(request: MemoryHandleRequest, call?: ClientCall): Promise<MemoryReadResult> {
    const asked = this.#asked(request, fromMemoryHandleRequest(request), call);
    return toMemoryReadResult((await this.#routes.call('memory_resolve_handle', asked)).body);
  }

  async delete(request: MemoryDeleteRequest, call?: ClientCall): Promise<MemoryDeleteResult> {
    const asked = this.#asked(request, fromMemoryDeleteRequest(request), call);
    return toMemoryDeleteResult((await this.#routes.call('memory_delete', asked)).body);
  }

  async purgeExpired(request: MemoryPurgeRequest = {}, call?: ClientCall): Promise<MemoryRemoval> {
    const asked = { ...routeCallOf(call), body: fromMemoryPurgeRequest(request) };
    return (await this.#routes.call('memory_purge_expired', asked)).body;
  }

  async shred(request: MemoryShredRequest, call?: ClientCall): Promise<MemoryRemoval> {
    const asked = { ...routeCallOf(call), body: fromMemoryShredRequest(request) };
    return (await this.#routes.call('memory_shred', asked)).body;
  }

  #asked(request: RequestContext, body: object, call: ClientCall | undefined): RouteCall {
    return { ...routeCallOf(call), ...explaining(request), body };
  }
}
