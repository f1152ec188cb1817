import type { ApprovalStanding, Decision } from '@safeai/core';

/*
 * What stands in the place of what does not go on. Models read these, so each says what happened, whether something has
 * run, and what to do now. Reasons of decisions name rules and kinds of findings, never what was found.
 */

/** A call that policy does not let run. */
export function blockedCall({ reason }: Pick<Decision, 'reason'>): string {
  return `Not run: blocked by policy (${reason}). Do not try to reach the same by other means; go on without it, or tell the user.`;
}

/** A call that nobody may make before a person has agreed. */
export function pendingCall(
  { reason }: Pick<Decision, 'reason'>,
  approvalRequestId: string,
): string {
  return `Not run yet: it waits for approval ${approvalRequestId} (${reason}). Tell the user. Once it is approved, make the same call again, unchanged.`;
}

/** A call that a person decided against, or nobody decided on. */
export function refusedCall({ status, note }: Pick<ApprovalStanding, 'status' | 'note'>): string {
  const why = REFUSALS[status] ?? 'was not approved';
  const said = note === undefined || note === '' ? '' : ` The note on it: ${note}`;
  return `Not run: the call ${why}. Do not make it again unless the user asks for it.${said}`;
}

const REFUSALS: Readonly<Partial<Record<ApprovalStanding['status'], string>>> = {
  denied: 'was denied by a person',
  expired: 'waited for approval until its time was over',
  cancelled: 'was cancelled while it waited for approval',
};

/** What a tool answered. */
export function withheldResult({ reason }: Pick<Decision, 'reason'>): string {
  return `The tool has run. What it answered is withheld by policy (${reason}). Do not run it again to get it.`;
}

/** What was about to go into a model. */
export function withheldInput({ reason }: Pick<Decision, 'reason'>): string {
  return `This was not sent to the model: blocked by policy (${reason}).`;
}

/** What a model answered, where no rule says what to show. */
export function withheldAnswer({ reason }: Pick<Decision, 'reason'>): string {
  return `The answer is withheld by policy (${reason}).`;
}

/** Too large, nested too deep, or no JSON. */
export function unjudged(what: string, isRun: boolean): string {
  const ran = isRun ? 'The tool has run, but' : 'Withheld:';
  return `${ran} ${what} cannot be looked into (too large, nested too deep, or not plain JSON). Use less, or a simpler form.`;
}
