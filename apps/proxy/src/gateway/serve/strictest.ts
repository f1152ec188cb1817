import type { Decision } from '@safeai/core';

const MILDEST_FIRST: readonly Decision['action'][] = [
  'allow',
  'flag',
  'redact',
  'pending_approval',
  'block',
];

/** The strictest of some decisions, the last of them where several are; undefined for none. */
export function strictest(decisions: readonly Decision[]): Decision | undefined {
  return decisions.reduce<Decision | undefined>(
    (found, decision) => (found === undefined || rank(decision) >= rank(found) ? decision : found),
    undefined,
  );
}

function rank({ action }: Decision): number {
  return MILDEST_FIRST.indexOf(action);
}
