import { checkCapability } from '../capabilities/check.ts';
import type { DecisionContext } from './decision-context.ts';
import type { Outcome } from './outcome.ts';
import type { RecordDetail } from './record.ts';
import { wrongField } from './require.ts';
import type { Scope } from './scope.ts';

/** Named as the deciding policy where a capability token was missing or did not serve. */
const CAPABILITY_POLICY = 'capability-token';

/** Longest text that is looked at as a token, in UTF-16 code units. */
export const MAX_CAPABILITY_TOKEN_LENGTH = 256;

/** What a token means for a call. */
export interface CapabilityCheck {
  /** Null when the call may go on to contract and identity. */
  readonly refusal: Outcome | null;
  /** For the record alone: which grant, and what was wrong with it. */
  readonly detail: RecordDetail;
}

/**
 * A token that is given must serve for this tenant, agent, session and tool; one that the configuration
 * requires must be given. The caller hears that it does not serve, never why.
 *
 * @throws InvalidRequestError for a token that is no string, or longer than {@link MAX_CAPABILITY_TOKEN_LENGTH}
 */
export async function checkCapabilityToken(
  context: DecisionContext,
  { tenantId, agentId, sessionId }: Scope,
  tool: string,
  token: unknown,
): Promise<CapabilityCheck> {
  if (token === undefined) {
    return context.capabilities.isRequiredFor(tool)
      ? refused('capability_required', 'The tool needs a capability token', {})
      : { refusal: null, detail: {} };
  }
  requireToken(token);
  const use = { action: 'invoke', token, tenantId, agentId, sessionId, tool } as const;
  const verdict = await checkCapability(context.ports, use);
  const grant = verdict.capabilityId === null ? {} : { capability_id: verdict.capabilityId };
  if (verdict.ok) return { refusal: null, detail: grant };
  return refused('capability_invalid', 'The capability token does not serve for this call', {
    ...grant,
    capability_problem: verdict.reasonCode,
  });
}

function refused(reasonCode: string, reason: string, detail: RecordDetail): CapabilityCheck {
  return {
    refusal: { action: 'block', reason, policyName: CAPABILITY_POLICY, reasonCode },
    detail,
  };
}

function requireToken(value: unknown): asserts value is string {
  if (typeof value === 'string' && value.length <= MAX_CAPABILITY_TOKEN_LENGTH) return;
  const message = `must be a string of at most ${String(MAX_CAPABILITY_TOKEN_LENGTH)} characters`;
  throw wrongField('capabilityToken', message);
}
