import type { MemoryDeleteRequest, MemoryDeleteResult } from '../memory/memory-request.ts';
import type { CallContext } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { readKey } from './memory-asked.ts';
import { settleMemory } from './memory-settle.ts';
import { passes } from './outcome.ts';

/** A value to forget. Policy is asked without the value: it is shown to nobody. */
export async function deleteMemory(
  context: DecisionContext,
  request: MemoryDeleteRequest,
  call?: CallContext,
): Promise<MemoryDeleteResult> {
  const startedAt = context.ports.clock.monotonic();
  const { key, scope, place, refusal } = readKey(context, request, call);
  const { answer, action } = await settleMemory(context, {
    operation: 'delete',
    scope,
    key,
    slot: place?.slot ?? null,
    detections: [],
    refusal,
    startedAt,
    explained: request.explain,
  });
  const { reason } = answer.decision;
  if (place === null || !passes(action)) return { ...answer, ok: false, found: false, reason };
  const found = await context.ports.memory.delete(place.address);
  return { ...answer, ok: true, found, reason: found ? reason : 'Nothing was remembered here' };
}
