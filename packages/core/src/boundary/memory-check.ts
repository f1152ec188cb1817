import type { CopiedValue } from '../memory/memory-value.ts';
import { isOfType } from '../memory/memory-value.ts';
import type { MemorySlot } from '../memory/memory-schemas.ts';
import { CONTRACT_POLICY } from './contract-check.ts';
import type { DecisionContext } from './decision-context.ts';
import type { Outcome } from './outcome.ts';

/** Named as the deciding policy where a memory schema decided. */
const MEMORY_POLICY = 'memory-schema';

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
  if (contracts.get(toolName) === undefined && contracts.undeclared === 'block') {
    return refused('undeclared_tool', 'The tool has no declared contract', CONTRACT_POLICY);
  }
  const stores = context.memory.storesOf(toolName);
  if (stores === undefined || stores.fields.includes(key)) return null;
  const reason = "The tool's contract does not say that it stores this field";
  return refused('contract_stores', reason, CONTRACT_POLICY);
}

function refused(reasonCode: string, reason: string, policyName = MEMORY_POLICY): Outcome {
  return { action: 'block', reason, policyName, reasonCode };
}
