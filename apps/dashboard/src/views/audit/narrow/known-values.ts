import type { AnswerOf } from '@safeai/client';
import type { QueryKey } from '../question/keys.ts';

/** What was counted, as values that the query bar can go on with. */
export function knownValues(
  tally: AnswerOf<'audit_facets'> | undefined,
): Readonly<Partial<Record<QueryKey, readonly string[]>>> {
  if (tally === undefined) return {};
  const { event, agent_id, tool_name, policy_name, tenant_id, shadow_policy_name } = tally.facets;
  const textsOf = ({ values }: typeof event): readonly string[] =>
    values.flatMap(({ value }) => (value === null ? [] : [value]));
  return {
    event: textsOf(event),
    agent: textsOf(agent_id),
    tool: textsOf(tool_name),
    policy: textsOf(policy_name),
    tenant: textsOf(tenant_id),
    shadow: textsOf(shadow_policy_name),
  };
}
