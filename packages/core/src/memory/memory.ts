import type { CallContext } from '../boundary/boundary.ts';
import type { DecisionContext } from '../boundary/decision-context.ts';
import { deleteMemory } from '../boundary/memory-delete.ts';
import { readMemory, resolveHandle } from '../boundary/memory-read.ts';
import { purgeExpired, shredMemory } from '../boundary/memory-upkeep.ts';
import { writeMemory } from '../boundary/memory-write.ts';
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
} from './memory-request.ts';

/**
 * What agents remember. Every call is decided at the boundary `memory` and recorded before it is answered;
 * whatever refuses it, the answer says so and nothing is thrown.
 *
 * All throw InvalidRequestError for a request that is none, LimitExceededError past `limits`, and SafeAIError
 * `invalid_tag`, `forbidden` (a tenant that is not the caller's), `audit_unavailable`, `state_unavailable`.
 *
 * @example
 * const owner = { agentId: 'helper' };
 * await safeai.memory.write({ key: 'user_preference', value: 'en-US', ...owner });
 * const { value } = await safeai.memory.read({ key: 'user_preference', ...owner }); // 'en-US'
 */
export class Memory {
  readonly #context: () => DecisionContext;

  /** @param context the rules in force */
  constructor(context: () => DecisionContext) {
    this.#context = context;
  }

  /** Remembers a value, over an earlier one of the same key. Linear in its size. */
  write(request: MemoryWriteRequest, call?: CallContext): Promise<MemoryWriteResult> {
    return writeMemory(this.#context(), request, call);
  }

  /** Recalls a value, judged anew. Linear in its size. */
  read(request: MemoryReadRequest, call?: CallContext): Promise<MemoryReadResult> {
    return readMemory(this.#context(), request, call);
  }

  /** Recalls the value that a handle names, for those who may read it by its key. */
  resolveHandle(request: MemoryHandleRequest, call?: CallContext): Promise<MemoryReadResult> {
    return resolveHandle(this.#context(), request, call);
  }

  /** Forgets a value. */
  delete(request: MemoryDeleteRequest, call?: CallContext): Promise<MemoryDeleteResult> {
    return deleteMemory(this.#context(), request, call);
  }

  /** Removes expired values, which nobody can read any more. Recorded as `memory.purged`. */
  purgeExpired(request: MemoryPurgeRequest = {}, call?: CallContext): Promise<MemoryRemoval> {
    return purgeExpired(this.#context(), request, call);
  }

  /**
   * Destroys everything that a tenant's agents remember, with the key that it was encrypted with: copies and
   * backups cannot be read any more either. Recorded as `memory.shredded`. Cannot be undone.
   *
   * @throws InvalidRequestError unless `confirm` repeats `tenantId`
   */
  shred(request: MemoryShredRequest, call?: CallContext): Promise<MemoryRemoval> {
    return shredMemory(this.#context(), request, call);
  }
}
