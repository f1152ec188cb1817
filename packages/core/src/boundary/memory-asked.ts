import { SafeAIError } from '../errors.ts';
import type { MemoryAddress } from '../memory/memory-entry.ts';
import { ownerOf } from '../memory/memory-owner.ts';
import type { MemoryKeyRequest } from '../memory/memory-request.ts';
import { MAX_MEMORY_KEY, type MemorySlot } from '../memory/memory-schemas.ts';
import type { CallContext, RequestContext } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { unknownActor } from './identity-check.ts';
import { unknownKey } from './memory-check.ts';
import type { Outcome } from './outcome.ts';
import { requireRequest, requireText, wrongField } from './require.ts';
import { resolveScope, type Scope } from './scope.ts';

/** Where a key leads. */
export interface MemoryPlace {
  readonly slot: MemorySlot;
  readonly address: MemoryAddress;
}

/** A request about a key, read. */
export interface AskedKey {
  readonly key: string;
  readonly scope: Scope;
  /** Null where no schema has the key. */
  readonly place: MemoryPlace | null;
  /** Whether identity or schema refuse it, whatever the value. */
  readonly refusal: Outcome | null;
}

/**
 * Reads what all requests about a key have in common.
 *
 * @throws InvalidRequestError for a key that is none, and for a session's value outside any session;
 *   SafeAIError `forbidden` for a tenant that is not the caller's, `invalid_tag`
 */
export function readKey(
  context: DecisionContext,
  request: MemoryKeyRequest,
  call: CallContext | undefined,
): AskedKey {
  const scope = memoryScope(context, request, call);
  const { key, schema } = request;
  requireText(key, 'key');
  if (schema !== undefined) requireText(schema, 'schema');
  if (key === '' || key.length > MAX_MEMORY_KEY) {
    throw wrongField('key', `must have 1 to ${String(MAX_MEMORY_KEY)} characters`);
  }
  const slot = context.memory.find(key, schema);
  const stranger = unknownActor(context.snapshot.identities, scope.agentId);
  if (slot === undefined) {
    return { key, scope, place: null, refusal: stranger ?? unknownKey(context, schema) };
  }
  const owner = ownerOf(slot.scope, scope);
  if (owner === null) {
    throw wrongField('sessionId', 'is required: values of this key belong to a session');
  }
  const address = { tenantId: scope.tenantId, scope: slot.scope, owner, key };
  return { key, scope, place: { slot, address }, refusal: stranger };
}

/**
 * Whom a request is for.
 *
 * @throws SafeAIError `forbidden` for a tenant that is not the caller's, `invalid_tag`; InvalidRequestError
 */
export function memoryScope(
  context: DecisionContext,
  request: RequestContext,
  call: CallContext | undefined,
): Scope {
  requireRequest(request);
  const scope = resolveScope(request, call, context.defaultTenant);
  if (scope.isOwnTenant) return scope;
  throw new SafeAIError('forbidden', 'The caller may not act in the tenant that it names.');
}

/** A request's circumstances with further tags that are known of the value. */
export function withTags(scope: Scope, ...tags: readonly (string | null)[]): Scope {
  const known = tags.filter((tag) => tag !== null);
  if (known.length === 0) return scope;
  return { ...scope, declaredTags: [...new Set([...scope.declaredTags, ...known])] };
}
