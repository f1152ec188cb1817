import type { Withheld } from '@safeai/adapter-kit';
import type { Decision } from '@safeai/core';

/** What would go on redacted, where nothing can be changed. */
export function unchangeable(decision: Decision | null): Withheld {
  const reason = decision?.reason ?? 'it holds what policy takes out';
  const text = `Withheld by policy (${reason}): here it can only go on as it is.`;
  return { kind: 'withheld', text, decision };
}
