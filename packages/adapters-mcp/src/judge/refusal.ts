import type { Decision } from '@safeai/core';

/** A call that is not made, or an answer that is not passed on: what the model and the person may read of it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** A decision as a model can read it: why, and under what id people find it. No value that was found. */
export function refusedBy({ decision }: { readonly decision: Decision }, what: string): Refusal {
  const { reason, policyName, decisionId } = decision;
  const policy = policyName === null ? '' : `, policy ${policyName}`;
  return new Refusal(`SafeAI blocked ${what}: ${reason} (decision ${decisionId}${policy}).`);
}

/** Nothing could be decided: the guard cannot be reached, or the content is beyond its limits. */
export function undecided(error: unknown, what: string): Refusal {
  const { code } = error as { code?: unknown };
  const why = typeof code === 'string' ? code : 'internal_error';
  return new Refusal(`SafeAI could not judge ${what} (${why}), so it is refused.`, {
    cause: error,
  });
}
