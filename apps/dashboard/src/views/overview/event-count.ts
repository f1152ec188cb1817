import type { WireEvent } from '@safeai/client';
import { ACTIONS, type ActionName } from '../../ui/verdict.tsx';

/** Where a decision is made. */
export const BOUNDARIES = ['input', 'action', 'output', 'memory'] as const;

/** Where a decision is made. */
export type BoundaryName = (typeof BOUNDARIES)[number];

/** Decisions by what was decided, and by where. */
export interface DecisionCounts {
  readonly total: number;
  readonly by_action: Readonly<Record<ActionName, number>>;
  readonly by_boundary: Readonly<Record<BoundaryName, number>>;
}

const ENDS: Readonly<Record<string, ActionName>> = {
  allowed: 'allow',
  flagged: 'flag',
  redacted: 'redact',
  pending_approval: 'pending_approval',
  blocked: 'block',
};

const FAMILIES: Readonly<Record<string, BoundaryName>> = {
  scan: 'input',
  guard: 'output',
  intercept: 'action',
  message: 'action',
};

/** What was decided where, by the name of an event: who may not know details is told that too. Null for no decision. */
export function decisionOf({
  event,
}: Pick<WireEvent, 'event'>): readonly [ActionName, BoundaryName] | null {
  const [family = '', end = ''] = event.split('.');
  const boundary = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
  const action = Object.hasOwn(ENDS, end) ? ENDS[end] : undefined;
  return boundary === undefined || action === undefined ? null : [action, boundary];
}

/** The sum of two counts. */
export function plus(one: DecisionCounts, other: DecisionCounts): DecisionCounts {
  const by_action = { ...one.by_action };
  const by_boundary = { ...one.by_boundary };
  for (const action of ACTIONS) by_action[action] += other.by_action[action];
  for (const boundary of BOUNDARIES) by_boundary[boundary] += other.by_boundary[boundary];
  return { total: one.total + other.total, by_action, by_boundary };
}

/** No decisions. */
export const NONE: DecisionCounts = {
  total: 0,
  by_action: Object.fromEntries(
    ACTIONS.map((action) => [action, 0]),
  ) as DecisionCounts['by_action'],
  by_boundary: Object.fromEntries(
    BOUNDARIES.map((boundary) => [boundary, 0]),
  ) as DecisionCounts['by_boundary'],
};

/** One decision, as counts. */
export function countOf([action, boundary]: readonly [ActionName, BoundaryName]): DecisionCounts {
  return {
    total: 1,
    by_action: { ...NONE.by_action, [action]: 1 },
    by_boundary: { ...NONE.by_boundary, [boundary]: 1 },
  };
}
