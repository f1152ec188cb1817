import type { Ports } from '@safeai/core';
import { openState, type State } from '@safeai/state';
import type { PartHealth } from '../runtime.ts';
import type { StorageParts } from './storage-parts.ts';

/** The ports that are kept in the state folder. */
export const STATE_PORTS = [
  'approvals',
  'capabilities',
  'memory',
  'operations',
  'pseudonyms',
  'sessions',
] as const satisfies readonly (keyof Ports & keyof State)[];

/** Opens the state files of an installation. */
export function openStateFiles({ folder, keys, clock }: StorageParts): Promise<State> {
  return openState({ folder, keys: keys.memory, clock });
}

/** The ports of open state files. */
export function statePorts(state: State): Pick<Ports, (typeof STATE_PORTS)[number]> {
  const { approvals, capabilities, memory, operations, pseudonyms, sessions } = state;
  return { approvals, capabilities, memory, operations, pseudonyms, sessions };
}

/** Whether the state answers. */
export async function stateHealth(state: Pick<State, 'check'> | undefined): Promise<PartHealth> {
  try {
    await state?.check();
    return { state: 'ok', reason: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    return { state: 'failing', reason };
  }
}
