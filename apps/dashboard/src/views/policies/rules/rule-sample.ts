import type { SampleBody } from '../sample/sample-body.ts';
import type { PolicyRule } from './policy-rule.ts';

/** Most samples that are asked about for a rule. */
const MOST = 8;

/**
 * Samples that a rule covers, one for each of its boundaries and tags, as far as names can tell: a glob is filled in. What
 * it asks of parameters, of times and the like is not.
 */
export function samplesOf(rule: PolicyRule, tenant: string): readonly SampleBody[] {
  const { boundary, direction, data_tags, tools, agents, models } = rule;
  const named = {
    ...nameOf('tool_name', tools),
    ...nameOf('agent_id', agents),
    ...nameOf('model', models),
    tenant_id: tenant,
  };
  return boundary
    .flatMap((each) =>
      (data_tags ?? [null]).map((tag): SampleBody => {
        const isAction = each === 'action';
        return {
          boundary: each,
          ...(isAction ? { direction: direction?.[0] ?? 'request' } : {}),
          ...(isAction && named.tool_name === undefined ? { tool_name: 'a-tool' } : {}),
          ...named,
          ...(tag === null ? {} : { data_tags: [tag] }),
        };
      }),
    )
    .slice(0, MOST);
}

function nameOf(
  field: 'tool_name' | 'agent_id' | 'model',
  globs: readonly string[] | undefined,
): { tool_name?: string; agent_id?: string; model?: string } {
  const [first] = globs ?? [];
  return first === undefined ? {} : { [field]: first.replaceAll('*', '') || 'any' };
}
