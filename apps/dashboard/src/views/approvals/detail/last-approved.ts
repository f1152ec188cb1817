import type { ApprovalRequest } from '../request.ts';

/** When a request got the last approval that it needed, ISO 8601; when it was made where that is not known. */
export function approvedAt({ votes = [], created_at }: ApprovalRequest): string {
  return votes.filter(({ verdict }) => verdict === 'approve').at(-1)?.at ?? created_at;
}

/** The request that was approved last; null where none was. @param but the id of one that does not count */
export function lastApproved(
  requests: readonly ApprovalRequest[],
  but: string,
): ApprovalRequest | null {
  let last: ApprovalRequest | null = null;
  for (const request of requests) {
    if (request.request_id === but) continue;
    if (last === null || approvedAt(request) > approvedAt(last)) last = request;
  }
  return last;
}
