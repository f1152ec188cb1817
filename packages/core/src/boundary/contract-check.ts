import { uncoveredTags, type CompiledContract } from '../contracts/registry.ts';
import type { ApprovalRequirement } from '../policy/decision.ts';
import type { DecisionContext } from './decision-context.ts';
import { IDENTITY_POLICY, unknownActor } from './identity-check.ts';
import type { Outcome } from './outcome.ts';

/** Named as the deciding policy where a tool's contract decided. */
export const CONTRACT_POLICY = 'tool-contract';

/** What contract and identity say about an agent's use of a tool. */
export interface ToolCheck {
  /** Null when both let it through to policy. */
  readonly refusal: Outcome | null;
  readonly contract: CompiledContract | undefined;
  /** Tags that the agent's clearance covers; null for no limit. */
  readonly clearance: readonly string[] | null;
  readonly unauthorizedTags: readonly string[];
}

/**
 * Contract, then identity: the first that refuses decides.
 *
 * @param tags the tags of what goes to the tool; none for a response, which is filtered field by field
 */
export function checkTool(
  context: DecisionContext,
  toolName: string,
  agentId: string | null,
  tags: ReadonlySet<string>,
): ToolCheck {
  const { contracts, identities } = context.snapshot;
  const contract = contracts.get(toolName);
  const identity = agentId === null ? undefined : identities.get(agentId);
  const clearance = identity?.clearanceTags ?? null;
  const refuse = (
    policyName: string,
    reasonCode: string,
    reason: string,
    unauthorizedTags: readonly string[] = [],
  ): ToolCheck => ({
    refusal: { action: 'block', reason, policyName, reasonCode },
    contract,
    clearance,
    unauthorizedTags,
  });

  if (contract === undefined && contracts.undeclared === 'block') {
    return refuse(CONTRACT_POLICY, 'undeclared_tool', 'The tool has no declared contract');
  }
  const unaccepted = uncoveredTags(contract?.accepts.tags ?? null, tags);
  if (unaccepted.length > 0) {
    const reason = `The tool's contract does not accept ${unaccepted.join(', ')}`;
    return refuse(CONTRACT_POLICY, 'contract_tags', reason, unaccepted);
  }
  const unknown = unknownActor(identities, agentId);
  if (unknown !== null) return { refusal: unknown, contract, clearance, unauthorizedTags: [] };
  if (identity !== undefined && !identity.mayUse(toolName)) {
    return refuse(IDENTITY_POLICY, 'tool_not_allowed', 'The agent may not use this tool');
  }
  const uncleared = uncoveredTags(clearance, tags);
  if (uncleared.length > 0) {
    const reason = `The agent is not cleared for ${uncleared.join(', ')}`;
    return refuse(IDENTITY_POLICY, 'clearance', reason, uncleared);
  }
  return { refusal: null, contract, clearance, unauthorizedTags: [] };
}

/** The approval that a contract asks for by itself. */
export function contractApproval(
  contract: CompiledContract | undefined,
): ApprovalRequirement | null {
  return contract?.requiresApproval === true ? { policyName: CONTRACT_POLICY } : null;
}
