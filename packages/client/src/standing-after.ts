import { SafeAIError, type ApprovalQuestion, type ApprovalStanding } from '@safeai/core';
import { MAX_WAIT_MS } from './areas/approvals.ts';
import { pause, type Timing } from './timing.ts';

/** How an approval is asked for. */
export interface StandingSource {
  readonly timing: Timing;
  /** @param waitMs how long the answer may wait for a decision */
  readonly ask: (
    id: string,
    waitMs: number,
    signal: AbortSignal | undefined,
  ) => Promise<{ readonly standing: ApprovalStanding; readonly tenantId?: string | undefined }>;
}

/** The shortest wait that a server takes, in milliseconds. */
const WHOLE = 1000;

/**
 * How an approval stands, once it is decided or the time is over.
 *
 * @throws whatever asking throws; SafeAIError `not_found` for another tenant's; the signal's reason
 */
export async function standingAfter(
  { approvalRequestId, tenantId, waitMs = 0, signal }: ApprovalQuestion,
  { timing, ask }: StandingSource,
): Promise<ApprovalStanding> {
  const end = timing.now() + waitMs;
  for (;;) {
    const asked = timing.now();
    const left = Math.max(0, end - asked);
    const answer = await ask(approvalRequestId, Math.min(left, MAX_WAIT_MS / 2), signal);
    if (tenantId !== undefined && answer.tenantId !== undefined && answer.tenantId !== tenantId) {
      throw new SafeAIError('not_found', 'There is no such approval request.');
    }
    const rest = end - timing.now();
    if (answer.standing.status !== 'pending' || rest <= 0) return answer.standing;
    // It was too short for a server to wait, or the server did not.
    if (timing.now() - asked < WHOLE) await pause(timing, Math.min(rest, WHOLE), signal);
  }
}
