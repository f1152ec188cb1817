import type { Detection } from '../detection/detection.ts';
import type { JsonObject } from '../json.ts';
import type { MemoryEntry } from '../memory/memory-entry.ts';
import { ownerOf } from '../memory/memory-owner.ts';
import type {
  MemoryHandleRequest,
  MemoryReadRequest,
  MemoryReadResult,
} from '../memory/memory-request.ts';
import type { MemorySlot } from '../memory/memory-schemas.ts';
import type { Scanned } from '../detection/scan-text.ts';
import { redactStructured } from '../redaction/redact.ts';
import type { CallContext } from './boundary.ts';
import { certainTags } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { uncleared, unknownActor } from './identity-check.ts';
import { memoryScope, readKey, withTags } from './memory-asked.ts';
import { asPayload, findInMemory, onlyValue } from './memory-payload.ts';
import { settleMemory } from './memory-settle.ts';
import type { Outcome } from './outcome.ts';
import { requireText } from './require.ts';
import type { Scope } from './scope.ts';
import type { Settled } from './settle.ts';

/** A value to recall: judged anew, since policy and clearance may have changed since it was written. */
export async function readMemory(
  context: DecisionContext,
  request: MemoryReadRequest,
  call?: CallContext,
): Promise<MemoryReadResult> {
  const startedAt = context.ports.clock.monotonic();
  const { key, scope, place, refusal } = readKey(context, request, call);
  const entry =
    place === null || refusal !== null ? undefined : await context.ports.memory.get(place.address);
  const slot = place?.slot ?? null;
  const recalled = { scope, key, slot, entry, refusal, startedAt, explained: request.explain };
  return request.asHandle === true ? giveHandle(context, recalled) : giveValue(context, recalled);
}

/**
 * A value to recall by its handle. Expired, foreign and unknown handles are alike: the caller must share the
 * value's tenant and be among those who share the value.
 */
export async function resolveHandle(
  context: DecisionContext,
  request: MemoryHandleRequest,
  call?: CallContext,
): Promise<MemoryReadResult> {
  const startedAt = context.ports.clock.monotonic();
  const scope = memoryScope(context, request, call);
  requireText(request.handle, 'handle');
  const refusal = unknownActor(context.snapshot.identities, scope.agentId);
  const entry = refusal === null ? await findOwn(context, scope, request.handle) : undefined;
  return giveValue(context, {
    scope,
    key: entry?.key ?? null,
    slot: entry === undefined ? null : (context.memory.findIn(entry.scope, entry.key) ?? null),
    entry,
    refusal,
    startedAt,
    explained: request.explain,
  });
}

/** The value of a handle, if the caller is among its owners and a schema still has its key. */
async function findOwn(
  context: DecisionContext,
  scope: Scope,
  handle: string,
): Promise<MemoryEntry | undefined> {
  const entry = await context.ports.memory.find(scope.tenantId, handle);
  if (entry === undefined) return undefined;
  const isOwn = ownerOf(entry.scope, scope) === entry.owner;
  return isOwn && context.memory.findIn(entry.scope, entry.key) !== undefined ? entry : undefined;
}

interface Recalled {
  readonly scope: Scope;
  readonly key: string | null;
  readonly slot: MemorySlot | null;
  readonly entry: MemoryEntry | undefined;
  readonly refusal: Outcome | null;
  readonly startedAt: number;
  readonly explained: boolean | undefined;
}

const NOTHING_FOUND: Scanned = { detections: [], leftEncoded: false };

async function giveValue(
  context: DecisionContext,
  { entry, slot, ...recalled }: Recalled,
): Promise<MemoryReadResult> {
  const payload = entry === undefined ? null : asPayload(entry.key, entry.value);
  const { detections, leftEncoded } =
    payload === null ? NOTHING_FOUND : findInMemory(context, payload, true);
  const scope =
    entry === undefined
      ? recalled.scope
      : withTags(recalled.scope, slot?.tag ?? null, ...entry.tags);
  const tags = certainTags(scope.declaredTags, detections);
  const settled = await settleMemory(context, {
    ...recalled,
    operation: 'read',
    slot,
    scope,
    detections,
    leftEncoded,
    refusal:
      recalled.refusal ??
      uncleared(context.snapshot.identities, [scope.agentId], tags, 'The agent'),
    ...(entry === undefined ? {} : { value: entry.value }),
    detail: { found: entry !== undefined },
  });
  const filtered =
    payload === null ? null : await settled.filter<JsonObject>(payload, redactStructured);
  return {
    ...settled.answer,
    detections: filtered === payload ? detections : detections.map(withoutValue),
    value: filtered === null ? null : onlyValue(filtered),
    found: entry !== undefined,
    reason: reasonOf(settled, entry),
    handle: null,
  };
}

/** The handle says nothing of the value, so the value has no say: who resolves it is judged by it. */
async function giveHandle(
  context: DecisionContext,
  { entry, ...recalled }: Recalled,
): Promise<MemoryReadResult> {
  const settled = await settleMemory(context, {
    ...recalled,
    operation: 'read',
    detections: [],
    detail: { found: entry !== undefined, as_handle: true },
  });
  const isGiven = settled.answer.decision.action !== 'block' && entry !== undefined;
  return {
    ...settled.answer,
    value: null,
    found: entry !== undefined,
    reason: reasonOf(settled, entry),
    handle: isGiven ? entry.handle : null,
  };
}

function reasonOf({ answer: { decision } }: Settled, entry: MemoryEntry | undefined): string {
  const isMissing = entry === undefined && decision.action !== 'block';
  return isMissing ? 'Nothing is remembered here' : decision.reason;
}

/** Whoever gets no value, or not the whole of it, does not get its parts as findings either. */
function withoutValue(detection: Detection): Detection {
  const { path: _path, key: _key, ...rest } = detection;
  return { ...rest, value: detection.placeholder, location: { start: 0, end: 0 } };
}
