import type { CallContext } from '../boundary/boundary.ts';
import type { DecisionContext } from '../boundary/decision-context.ts';
import { SafeNames } from '../boundary/safe-names.ts';
import { recordAndTell } from '../boundary/tell.ts';

/** How a reload of the configuration ended. */
export type PolicyReload =
  /** New rules are in force: so many. */
  | { readonly rules: number }
  /** What was to be loaded cannot be used, for so many reasons. The old rules hold on. */
  | { readonly problems: number };

/** Whom a reload concerns, in records and events. */
const EVERYONE = '*';

/**
 * Records and tells that the rules were reloaded, or that they could not be.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made
 */
export function recordReload(
  context: DecisionContext,
  reload: PolicyReload,
  call: CallContext | undefined,
): Promise<void> {
  const names = new SafeNames(context, EVERYONE);
  const isLoaded = 'rules' in reload;
  return recordAndTell(context.ports, {
    event: isLoaded ? 'policy.reloaded' : 'policy.reload_failed',
    action: isLoaded ? 'allow' : 'block',
    policyRevision: context.snapshot.policy.revision,
    tenantId: EVERYONE,
    agentId: null,
    principal: names.of(call?.principal?.user),
    requestId: names.of(call?.requestId),
    detail: { ...reload },
  });
}
