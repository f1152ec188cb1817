import { normalizeRule } from './normalize-rule.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import { Problems } from './problems.ts';
import type { PolicyRule } from './rule.ts';

/**
 * Checks a rule set and fills in its defaults. Names are unique among the global rules, and among those of
 * each tenant.
 *
 * @param rules in definition order: the top-level ones, then each tenant's
 * @returns the same rules in the same order; frozen
 * @throws PolicyError `invalid_policy` with one detail for every problem of every rule, each with its path,
 *   e.g. `policies[3].when["parameters.amount"].lt`. O(size of the rules).
 */
export function normalizeRules(rules: readonly PolicyRule[]): readonly NormalizedRule[] {
  const problems = new Problems();
  const normalized = collectRules(rules, problems, false);
  problems.throwIfAny();
  return normalized;
}

/** The shipped rules, in their own scope. */
export function normalizeShipped(rules: readonly PolicyRule[]): readonly NormalizedRule[] {
  const problems = new Problems();
  const normalized = collectRules(rules, problems, true);
  problems.throwIfAny();
  return normalized;
}

function collectRules(
  rules: unknown,
  problems: Problems,
  shipped: boolean,
): readonly NormalizedRule[] {
  if (!Array.isArray(rules)) {
    problems.add('policies', 'must be a list of rules');
    return [];
  }
  const normalized: NormalizedRule[] = [];
  const scopes = new Map<string | null, Map<string, string>>();
  for (const [index, source] of rules.entries()) {
    const path = `policies[${index}]`;
    const rule = normalizeRule(source, path, problems, shipped);
    const { name, tenantId } = rule ?? identity(source);
    if (name !== undefined) refuseDuplicate(scopes, name, tenantId, path, problems);
    if (rule !== null) normalized.push(rule);
  }
  return Object.freeze(normalized);
}

/** The name and scope of a rule that has other problems, so that a repeated name is told all the same. */
function identity(source: unknown): { name: string | undefined; tenantId: string | null } {
  const { name, tenantId } = Object(source) as { name?: unknown; tenantId?: unknown };
  return {
    name: typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined,
    tenantId: typeof tenantId === 'string' ? tenantId.trim() : null,
  };
}

function refuseDuplicate(
  scopes: Map<string | null, Map<string, string>>,
  name: string,
  tenantId: string | null,
  path: string,
  problems: Problems,
): void {
  const known = scopes.get(tenantId) ?? new Map<string, string>();
  scopes.set(tenantId, known);
  const first = known.get(name);
  if (first === undefined) {
    known.set(name, path);
    return;
  }
  const scope = tenantId === null ? 'the global rules' : 'the rules of its tenant';
  problems.add(`${path}.name`, `is the name of ${first} too; names are unique among ${scope}`);
}
