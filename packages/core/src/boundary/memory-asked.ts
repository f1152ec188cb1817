import type { Detection } from '../detection/detection.ts';
import { InvalidRequestError, SafeAIError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { MemoryAddress } from '../memory/memory-entry.ts';
import { ownerOf } from '../memory/memory-owner.ts';
import type { MemoryKeyRequest } from '../memory/memory-request.ts';
import { MAX_MEMORY_KEY, type MemorySlot } from '../memory/memory-schemas.ts';
import type { CallContext, RequestContext } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { unknownActor } from './identity-check.ts';
import { unknownKey } from './memory-check.ts';
import { memoryPorts, type MemoryOperation } from './memory-record.ts';
import type { Outcome } from './outcome.ts';
import type { RecordDetail } from './record.ts';
import { requireRequest, requireText } from './require.ts';
import { safeName } from './safe-names.ts';
import { resolveScope, type Scope } from './scope.ts';
import { settle, type Settled } from './settle.ts';

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
    const must = `must have 1 to ${String(MAX_MEMORY_KEY)} characters`;
    throw new InvalidRequestError(`key ${must}.`, { details: [{ path: '$.key', message: must }] });
  }
  const slot = context.memory.find(key, schema);
  const stranger = unknownActor(context.snapshot.identities, scope.agentId);
  if (slot === undefined) {
    return { key, scope, place: null, refusal: stranger ?? unknownKey(context, schema) };
  }
  const owner = ownerOf(slot.scope, scope);
  if (owner === null) {
    const must = 'is required: values of this key belong to a session';
    throw new InvalidRequestError(`sessionId ${must}.`, {
      details: [{ path: '$.sessionId', message: must }],
    });
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

/** What is to be decided about memory. */
export interface MemoryQuestion {
  readonly operation: MemoryOperation;
  readonly scope: Scope;
  readonly key: string | null;
  readonly slot: MemorySlot | null;
  /** Absent where no value is shown or kept. */
  readonly value?: JsonValue;
  readonly detections: readonly Detection[];
  readonly refusal: Outcome | null;
  readonly startedAt: number;
  readonly explained: boolean | undefined;
  readonly toolName?: string | undefined;
  readonly detail?: RecordDetail;
}

/** Decides, records and tells, as for every other boundary; rules see `parameters.operation` and the like. */
export function settleMemory(context: DecisionContext, question: MemoryQuestion): Promise<Settled> {
  const { operation, scope, key, slot, value, toolName } = question;
  const about = { operation, schema: slot?.schema ?? null, scope: slot?.scope ?? null };
  return settle(
    { ...context, ports: memoryPorts(context.ports, operation) },
    {
      // The ports say what it is called.
      family: 'scan',
      facts: {
        boundary: 'memory',
        surface: 'memory',
        scope,
        detections: question.detections,
        parameters: { ...about, key, ...(value === undefined ? {} : { value }) },
        ...(toolName === undefined ? {} : { toolName }),
      },
      startedAt: question.startedAt,
      explained: question.explained,
      refusal: question.refusal,
      detail: { ...about, key: safeName(context, scope.tenantId, key), ...question.detail },
    },
  );
}
