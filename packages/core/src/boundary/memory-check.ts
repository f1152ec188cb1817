import { uncoveredTags } from '../contracts/registry.ts';
import type { CopiedValue } from '../memory/memory-value.ts';
import { isOfType } from '../memory/memory-value.ts';
import type { MemorySlot } from '../memory/memory-schemas.ts';
import { CONTRACT_POLICY } from './contract-check.ts';
import type { DecisionContext } from './decision-context.ts';
import { IDENTITY_POLICY } from './identity-check.ts';
import type { Outcome } from './outcome.ts';

/** Named as the deciding policy where a memory schema decided. */
export const MEMORY_POLICY = 'memory-schema';

/** Most keys that a refusal lists. */
const MAX_LISTED = 10;

/** There is no place for the key. */
export function unknownKey(context: DecisionContext, schema: string | undefined): Outcome {
  const all = context.memory.keys(schema);
  if (all.length === 0) return refused('memory_key', 'There is no memory schema of this name');
  const listed = all.slice(0, MAX_LISTED).join(', ') + (all.length > MAX_LISTED ? ', …' : '');
  return refused(
    'memory_key',
    `no schema allows this key: use one of ${listed}, or add a field of its name to memory.schemas`,
  );
}

/** The value is not what the schema wants in this place. */
export function unfitValue(
  context: DecisionContext,
  slot: MemorySlot,
  { value, bytes }: CopiedValue,
): Outcome | null {
  const { maxValueBytes } = context.memory;
  if (bytes > maxValueBytes) {
    const reason = `The value has more than ${String(maxValueBytes)} bytes as JSON (memory.max_value_bytes)`;
    return refused('memory_size', reason);
  }
  if (isOfType(value, slot.type)) return null;
  return refused(
    'memory_type',
    `The schema ${slot.schema} wants a value of type ${slot.type} here`,
  );
}

/** Another key has to be written first. */
export function missingKey(slot: MemorySlot, key: string): Outcome {
  return refused('memory_required', `The schema ${slot.schema} wants ${key} to be written first`);
}

/** The owner has as many values as it may have. */
export function fullMemory({ maxEntries, schema }: MemorySlot): Outcome {
  return refused(
    'memory_full',
    `There are ${String(maxEntries)} values already, the most that the schema ${schema} allows: delete one first`,
  );
}

/** The tool that a value comes from does not declare that it keeps this. */
export function notKept(
  context: DecisionContext,
  toolName: string | undefined,
  key: string,
): Outcome | null {
  if (toolName === undefined) return null;
  const { contracts } = context.snapshot;
  const refuse = (reasonCode: string, reason: string): Outcome => ({
    action: 'block',
    reason,
    policyName: CONTRACT_POLICY,
    reasonCode,
  });
  if (contracts.get(toolName) === undefined && contracts.undeclared === 'block') {
    return refuse('undeclared_tool', 'The tool has no declared contract');
  }
  const stores = context.memory.storesOf(toolName);
  if (stores === undefined || stores.fields.includes(key)) return null;
  return refuse('contract_stores', "The tool's contract does not say that it stores this field");
}

/** The agent may not see what carries these tags, and so neither keeps nor recalls it. */
export function notCleared(
  context: DecisionContext,
  agentId: string | null,
  tags: ReadonlySet<string>,
): Outcome | null {
  const identity = agentId === null ? undefined : context.snapshot.identities.get(agentId);
  const missing = uncoveredTags(identity?.clearanceTags ?? null, tags);
  if (missing.length === 0) return null;
  return {
    action: 'block',
    reason: `The agent is not cleared for ${missing.join(', ')}`,
    policyName: IDENTITY_POLICY,
    reasonCode: 'clearance',
  };
}

function refused(reasonCode: string, reason: string): Outcome {
  return { action: 'block', reason, policyName: MEMORY_POLICY, reasonCode };
}
