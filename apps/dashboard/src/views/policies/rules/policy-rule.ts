import type { AnswerOf } from '@safeai/client';

/** A rule as the server tells it. */
export type PolicyRule = AnswerOf<'policies'>['rules'][number];

/** What looks like a mistake in a rule set. */
export type LintFinding = AnswerOf<'policies'>['lint'][number];

/** A rule's name among those of all tenants, as a check of a draft gives it: `name`, or `tenant/name`. */
export function fullName({ name, tenant_id }: Pick<PolicyRule, 'name' | 'tenant_id'>): string {
  return tenant_id === undefined ? name : `${tenant_id}/${name}`;
}

/** What lint says of one rule. */
export function findingsOf(rule: PolicyRule, lint: readonly LintFinding[]): readonly LintFinding[] {
  return lint.filter(
    (finding) => finding.rule === rule.name && finding.tenant_id === (rule.tenant_id ?? null),
  );
}
