import type { ApprovalNotice } from '@safeai/core';
import { printable } from './printable.ts';

/** What a person should know who watches the server; the others are news to nobody who decides. */
const TOLD: Partial<Record<ApprovalNotice['kind'], string>> = {
  created: 'waits for approval',
  reminder: 'still waits for approval',
  escalated: 'is escalated',
  expired: 'expired without a decision',
};

/**
 * A notice about an approval request as a line, with the address of the page on which it is decided; undefined for
 * what is not told.
 *
 * @param base address of the server; undefined before it listens
 */
export function approvalNoticeLine(
  notice: ApprovalNotice,
  base: string | undefined,
): string | undefined {
  const what = TOLD[notice.kind];
  if (what === undefined) return undefined;
  const { requestId, toolName, agentId, escalateTo, kind } = notice;
  const to = escalateTo === null ? '' : ` to ${escalateTo}`;
  const until = kind === 'expired' ? '' : `, until ${new Date(notice.expiresAt).toISOString()}`;
  const about = printable(`${toolName} for ${agentId === '' ? 'no agent' : agentId}${until}`);
  const link = base === undefined || kind === 'expired' ? requestId : pageOf(base, requestId);
  return `safeai: ${printable(`${what}${to}`)}: ${about}: ${link}`;
}

function pageOf(base: string, requestId: string): string {
  return `${base.replace(/\/+$/, '')}/approvals/${requestId}`;
}
