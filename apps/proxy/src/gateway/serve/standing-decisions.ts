import type { Decision } from '@safeai/core';
import type { TakenDecision } from '../guard/guarded-call.ts';

/** The decisions on a call that stand: one that waited for a person gives way to what became of it. */
export class StandingDecisions {
  readonly #taken = new Map<string, Decision>();

  add({ decision, approvalRequestId }: TakenDecision): void {
    // Somebody else used the approval up: the call is asked for anew.
    if (decision.reasonCode === 'approval_consumed') return;
    this.#taken.set(approvalRequestId ?? decision.decisionId, decision);
  }

  get all(): readonly Decision[] {
    return [...this.#taken.values()];
  }
}
