import type { ApprovalRecord } from '@safeai/core';
import { approvalOf } from '../src/contract/index.ts';
import type { State } from '../src/index.ts';

/** Races, each about a row of its own. */
export const ROWS = 200;

const LATER = 4_000_000_000_000;
const CAPS = { perAgent: 1e9, perTenant: 1e9 };

/** What a row's race is about, by turns. */
const KINDS = ['approve or deny', 'consume', 'decide or cancel', 'open'] as const;

/** The request that a race is about, as it stands before. */
export function contested(row: number): ApprovalRecord {
  const isApproved = kindOf(row) === 'consume';
  return approvalOf({
    requestId: `ar-${String(row)}`,
    expiresAt: LATER,
    status: isApproved ? 'approved' : 'pending',
    version: isApproved ? 2 : 1,
  });
}

/** Which kind of race a row's is. */
export function kindOf(row: number): (typeof KINDS)[number] {
  return KINDS[row % KINDS.length] ?? 'open';
}

/** Puts what is contested on record. */
export async function prepareRaces({ approvals }: State): Promise<void> {
  for (let row = 0; row < ROWS; row++) {
    if (kindOf(row) !== 'open') await approvals.open(contested(row), CAPS);
  }
}

/**
 * How one of several processes takes part in the race about a row. Answers with the status that it has brought
 * about, or null for a loser; for `open`, with the id that it was given.
 */
export function racesOf(
  { approvals }: State,
  process: number,
): (row: number) => Promise<string | null> {
  return async (row) => {
    const before = contested(row);
    if (kindOf(row) === 'open') {
      const requestId = `ar-${String(row)}-of-${String(process)}`;
      const fingerprint = `open ${String(row)}`;
      const mine = { ...before, requestId, fingerprint };
      const opened = await approvals.open(mine, CAPS);
      return opened === 'capped' ? null : opened.requestId;
    }
    const status = {
      'approve or deny': process % 2 === 0 ? 'approved' : 'denied',
      consume: 'consumed',
      'decide or cancel': (['approved', 'cancelled', 'denied', 'expired'] as const)[process],
    }[kindOf(row) as 'consume'] as ApprovalRecord['status'];
    const next = { ...before, status, consumedBy: String(process), version: before.version + 1 };
    return (await approvals.replace(next, before.version)) ? status : null;
  };
}
