import type { JsonObject } from '../json.ts';
import type { MemoryEntry } from '../memory/memory-entry.ts';
import type { MemoryWriteRequest, MemoryWriteResult } from '../memory/memory-request.ts';
import { copyValue, type CopiedValue } from '../memory/memory-value.ts';
import { redactStructured } from '../redaction/redact.ts';
import type { CallContext } from './boundary.ts';
import { certainTags } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { uncleared } from './identity-check.ts';
import { readKey, withTags, type AskedKey, type MemoryPlace } from './memory-asked.ts';
import { fullMemory, missingKey, notKept, unfitValue } from './memory-check.ts';
import { asPayload, findInMemory, onlyValue } from './memory-payload.ts';
import { settleMemory, type MemoryQuestion } from './memory-settle.ts';
import type { Outcome } from './outcome.ts';
import { requireText } from './require.ts';
import type { Scope } from './scope.ts';
import type { Settled } from './settle.ts';

/** The last moment that a date can name. */
const LAST_MOMENT = 8_640_000_000_000_000;

/** A value to remember: contract → identity → schema → clearance → policy, then it is kept. */
export async function writeMemory(
  context: DecisionContext,
  request: MemoryWriteRequest,
  call?: CallContext,
): Promise<MemoryWriteResult> {
  const startedAt = context.ports.clock.monotonic();
  const asked = readKey(context, request, call);
  const { toolName } = request;
  if (toolName !== undefined) requireText(toolName, 'toolName');
  const copied = copyValue(request.value);
  const { key, place } = asked;
  const payload = asPayload(key, copied.value);
  const { detections, leftEncoded } = findInMemory(context, payload, place !== null);
  const scope = withTags(asked.scope, place?.slot.tag ?? null);
  const tags = certainTags(scope.declaredTags, detections);
  const question: MemoryQuestion = {
    operation: 'write',
    scope,
    key,
    slot: place?.slot ?? null,
    value: copied.value,
    detections,
    leftEncoded,
    refusal:
      notKept(context, toolName, key) ??
      (await refusalOf(context, asked, copied)) ??
      uncleared(context.snapshot.identities, [scope.agentId], tags, 'The agent'),
    startedAt,
    explained: request.explain,
    toolName,
  };
  const settled = await settleMemory(context, question);
  const filtered = await settled.filter<JsonObject>(payload, redactStructured);
  if (place === null || filtered === null) return notStored(settled);

  const redacted = filtered !== payload;
  const left = redacted ? findInMemory(context, filtered, true).detections : detections;
  const entry = newEntry(context, scope, place, toolName, {
    value: onlyValue(filtered),
    tags: [...certainTags(scope.declaredTags, left)],
  });
  if ((await context.ports.memory.put(entry, place.slot.maxEntries)) === 'full') {
    // The record so far says that it was allowed; this one, that it was not kept.
    return notStored(await settleMemory(context, { ...question, refusal: fullMemory(place.slot) }));
  }
  return {
    ...settled.answer,
    ok: true,
    allowed: true,
    reason: settled.answer.decision.reason,
    redacted,
    handle: entry.handle,
    expiresAt: entry.expiresAt,
  };
}

async function refusalOf(
  context: DecisionContext,
  { place, refusal }: AskedKey,
  copied: CopiedValue,
): Promise<Outcome | null> {
  if (place === null || refusal !== null) return refusal;
  const { slot, address } = place;
  const unfit = unfitValue(context, slot, copied);
  if (unfit !== null) return unfit;
  for (const key of slot.required) {
    if ((await context.ports.memory.get({ ...address, key })) === undefined) {
      return missingKey(slot, key);
    }
  }
  return null;
}

function newEntry(
  { ports, memory }: DecisionContext,
  scope: Scope,
  { slot, address }: MemoryPlace,
  toolName: string | undefined,
  content: Pick<MemoryEntry, 'value' | 'tags'>,
): MemoryEntry {
  const stores = toolName === undefined ? undefined : memory.storesOf(toolName);
  const retentionMs = Math.min(slot.retentionMs, stores?.retentionMs ?? Infinity);
  const writtenAt = ports.clock.now();
  return {
    ...address,
    ...content,
    handle: ports.ids.memoryHandle(),
    agentId: scope.agentId,
    encrypted: slot.encrypted,
    writtenAt,
    expiresAt: Math.min(writtenAt + retentionMs, LAST_MOMENT),
  };
}

function notStored({ answer }: Settled): MemoryWriteResult {
  return {
    ...answer,
    ok: false,
    allowed: false,
    reason: answer.decision.reason,
    redacted: false,
    handle: null,
    expiresAt: null,
  };
}
