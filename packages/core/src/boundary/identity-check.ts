import { uncoveredTags } from '../contracts/registry.ts';
import type { IdentityRegistry } from '../identity/registry.ts';
import type { Outcome } from './outcome.ts';

/** Named as the deciding policy where an identity decided. */
export const IDENTITY_POLICY = 'agent-identity';

/** With identities declared, a named agent must be one of them. */
export function unknownAgent(identities: IdentityRegistry, agentId: string | null): Outcome | null {
  if (identities.isEmpty || agentId === null || identities.get(agentId) !== undefined) return null;
  return refused();
}

/** With identities declared, nobody acts without being one of them. */
export function unknownActor(identities: IdentityRegistry, agentId: string | null): Outcome | null {
  return agentId === null && !identities.isEmpty ? refused() : unknownAgent(identities, agentId);
}

/**
 * The first of the agents whose clearance does not cover the tags.
 *
 * @param who one of them, as the reason names it
 */
export function uncleared(
  identities: IdentityRegistry,
  agentIds: readonly (string | null)[],
  tags: ReadonlySet<string>,
  who: string,
): Outcome | null {
  for (const agentId of agentIds) {
    const clearance = agentId === null ? null : (identities.get(agentId)?.clearanceTags ?? null);
    const missing = uncoveredTags(clearance, tags);
    if (missing.length === 0) continue;
    return {
      action: 'block',
      reason: `${who} is not cleared for ${missing.join(', ')}`,
      policyName: IDENTITY_POLICY,
      reasonCode: 'clearance',
    };
  }
  return null;
}

function refused(): Outcome {
  return {
    action: 'block',
    reason: 'The agent is not among the declared identities',
    policyName: IDENTITY_POLICY,
    reasonCode: 'unknown_agent',
  };
}
