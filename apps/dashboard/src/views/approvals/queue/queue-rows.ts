import type { ApprovalRequest } from '../request.ts';

/** A request in the queue. */
export interface QueueRow {
  readonly request: ApprovalRequest;
  /** It waits no more; it stays where it was. */
  readonly isGone: boolean;
}

/** The soonest to expire first; of those the one that was made first. */
export function bySoonest(a: ApprovalRequest, b: ApprovalRequest): number {
  return keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;
}

/** Times of the server are ISO 8601 in UTC, whose order is that of their letters. */
function keyOf({ expires_at, created_at, request_id }: ApprovalRequest): string {
  return `${expires_at} ${created_at} ${request_id}`;
}

/**
 * The queue once the server has said again what waits: rows stay in their order, what waits no more stays as gone, what is
 * new comes before the first that expires later.
 *
 * @param isHeld somebody points at the rows: none may move, and what is new is left out
 */
export function followQueue(
  rows: readonly QueueRow[],
  waiting: readonly ApprovalRequest[],
  isHeld: boolean,
): readonly QueueRow[] {
  const fresh = new Map(waiting.map((request) => [request.request_id, request]));
  const kept = rows.map(({ request }): QueueRow => {
    const now = fresh.get(request.request_id);
    fresh.delete(request.request_id);
    return { request: now ?? request, isGone: now === undefined };
  });
  if (isHeld || fresh.size === 0) return kept;
  const added = [...fresh.values()].sort(bySoonest);
  const merged: QueueRow[] = [];
  let next = 0;
  for (const row of kept) {
    const later = row.isGone
      ? next
      : next + added.slice(next).filter((each) => bySoonest(each, row.request) < 0).length;
    merged.push(...added.slice(next, later).map(waits), row);
    next = later;
  }
  return [...merged, ...added.slice(next).map(waits)];
}

function waits(request: ApprovalRequest): QueueRow {
  return { request, isGone: false };
}

/** How many wait that the rows do not show. */
export function unseenCount(
  rows: readonly QueueRow[],
  waiting: readonly ApprovalRequest[],
): number {
  const shown = new Set(rows.map(({ request }) => request.request_id));
  return waiting.filter(({ request_id }) => !shown.has(request_id)).length;
}
