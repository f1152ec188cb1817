import type { Decision } from '@safeai/core';

/** What was denied. */
export type Denied = 'call' | 'result' | 'prompt';

const WHAT_THEN: Readonly<Record<Denied, string>> = {
  call: 'It was not made. Do not try to get around this: find another way, or ask the user.',
  result: 'The result is withheld. Go on without it, or ask the user.',
  prompt: 'The prompt was not sent. Take out what it must not hold, and send it again.',
};

/** Why something was denied, for a model to read. Holds no detected value. */
export function deniedBecause({ reason, policyName }: Decision, what: Denied): string {
  const rule = policyName === null ? '' : ` (${policyName})`;
  return `SafeAI blocked this ${what}: ${reason}${rule}. ${WHAT_THEN[what]}`;
}

/** What has to happen before the call can be made. */
export function pendingBecause({ reason }: Decision, approvalRequestId: string): string {
  return [
    `SafeAI: ${reason}. The call was not made: it waits for a person as ${approvalRequestId}.`,
    `Ask the user to approve it, with: safeai approvals approve ${approvalRequestId}`,
    'Then make exactly the same call again. Do not approve it yourself, and do not try to get around it.',
  ].join('\n');
}

/** Why something goes on in another form. */
export function redactedBecause({ reason }: Decision, what: 'arguments' | 'result'): string {
  return `SafeAI redacted the ${what} of this call: ${reason}.`;
}

/** What is said where nobody could judge. */
export function unjudged(why: string): string {
  return `SafeAI could not judge this, so it is blocked: ${why}`;
}
