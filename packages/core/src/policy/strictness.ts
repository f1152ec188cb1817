import type { RuleAction } from './rule.ts';

const ORDER: Readonly<Record<RuleAction, number>> = {
  allow: 0,
  flag: 1,
  redact: 2,
  require_approval: 3,
  block: 4,
};

/** 0 for the mildest action (`allow`) to 4 for the strictest (`block`). */
export function strictness(action: RuleAction): number {
  return ORDER[action];
}
