import { SafeAIError, type Decision } from '@safeai/core';

/**
 * What the guard does not let pass: a decision that blocks, or waits for a person. Its message is safe to show.
 * Codes `safeai_blocked` and `safeai_pending_approval`.
 */
export class Refusal extends SafeAIError {
  override readonly name = 'Refusal';
  readonly decision: Decision;
  /** Where a person may let it pass after all. */
  readonly approvalRequestId: string | undefined;

  /** @param fallback what the deciding rule says in the place of an answer */
  constructor(decision: Decision, approvalRequestId?: string, fallback?: string) {
    const isPending = decision.action === 'pending_approval' && approvalRequestId !== undefined;
    super(
      isPending ? 'safeai_pending_approval' : 'safeai_blocked',
      isPending
        ? `${decision.reason}. It waits for approval ${approvalRequestId}; send it again with the header x-safeai-approval-id once that is given.`
        : (fallback ?? `${decision.reason}.`),
    );
    this.decision = decision;
    this.approvalRequestId = isPending ? approvalRequestId : undefined;
  }
}
