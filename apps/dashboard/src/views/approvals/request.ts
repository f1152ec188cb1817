import type { AnswerOf } from '@safeai/client';

/** A request for approval, as those see it who decide and audit. */
export type ApprovalRequest = AnswerOf<'approval'>;

/** One approver's word. */
export type Vote = NonNullable<ApprovalRequest['votes']>[number];

/** What can become of a request. */
export type RequestStatus = ApprovalRequest['status'];

/** What the list can be narrowed to; `all` is no status. */
export const TABS = [
  'pending',
  'approved',
  'denied',
  'expired',
  'consumed',
  'cancelled',
  'all',
] as const;

/** A tab of the list. */
export type TabId = (typeof TABS)[number];

/** The tab that an address names; the queue for what it does not know. */
export function tabOf(search: URLSearchParams): TabId {
  const named = search.get('status');
  return TABS.find((tab) => tab === named) ?? 'pending';
}

/** Where a request is shown, over the list that the address keeps. Below the view. */
export function requestPath(id: string, search: string): string {
  return `/${encodeURIComponent(id)}${search === '' ? '' : `?${search}`}`;
}
