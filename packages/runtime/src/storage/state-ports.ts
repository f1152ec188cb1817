import type { Ports } from '@safeai/core';
import { openState, type State } from '@safeai/state';
import { reasonOf } from '../reason-of.ts';
import type { PartHealth } from '../runtime.ts';
import type { StorageParts } from './storage-parts.ts';

/** The ports that are kept in the state folder. */
export type StatePorts = Pick<
  Ports,
  | 'apiKeys'
  | 'approvals'
  | 'budgets'
  | 'capabilities'
  | 'limits'
  | 'lockdowns'
  | 'memory'
  | 'operations'
  | 'outbox'
  | 'pseudonyms'
  | 'sessions'
>;

/** Opens the state files of an installation. */
export function openStateFiles({
  folder,
  keys,
  clock,
}: Pick<StorageParts, 'folder' | 'keys' | 'clock'>): Promise<State> {
  return openState({ folder, keys: keys.memory, clock });
}

/** The ports of open state files. */
export function statePorts(state: StatePorts): StatePorts {
  const { apiKeys, approvals, budgets, capabilities, limits } = state;
  const { lockdowns, memory, operations, outbox, pseudonyms, sessions } = state;
  return {
    ...{ apiKeys, approvals, budgets, capabilities, limits },
    ...{ lockdowns, memory, operations, outbox, pseudonyms, sessions },
  };
}

/** Whether the state answers. */
export async function stateHealth(state: Pick<State, 'check'> | undefined): Promise<PartHealth> {
  try {
    await state?.check();
    return { state: 'ok', reason: null };
  } catch (error) {
    return { state: 'failing', reason: reasonOf(error) };
  }
}
