import { inScope, type NormalizedRule, type TenantScope } from '@safeai/core';
import type { AnswerOf } from '../routes/types.ts';
import { fromPolicySet, type PolicySet } from './policies.ts';

/** Something wrong in a draft. */
export interface DraftProblem {
  readonly message: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
}

/** A draft as it was checked (the runtime's, by shape: this package knows core alone). */
export type CheckedDraft = { readonly revisionNow: string } & (
  | ({
      readonly ok: true;
      readonly changes: {
        readonly added: readonly NormalizedRule[];
        readonly removed: readonly NormalizedRule[];
        readonly changed: readonly NormalizedRule[];
      };
    } & PolicySet)
  | { readonly ok: false; readonly problems: readonly DraftProblem[] }
);

/** POST /v1/policies/check: the answer, with what concerns everybody and the tenants that a caller may see. */
export function fromCheckedDraft(
  checked: CheckedDraft,
  scope: TenantScope,
): AnswerOf<'policies_check'> {
  const revisionNow = checked.revisionNow;
  if (!checked.ok) {
    return {
      ...{ ok: false, revision: null, revision_now: revisionNow },
      problems: checked.problems.map(({ message, line, column, path }) => ({
        message,
        line: line ?? null,
        column: column ?? null,
        path: path ?? null,
      })),
      ...{ lint: [], rules: [], changes: { added: [], removed: [], changed: [] } },
    };
  }
  const { revision, rules, lint } = fromPolicySet(checked, scope);
  const { added, removed, changed } = checked.changes;
  const names = (all: readonly NormalizedRule[]): string[] =>
    all
      .filter(({ tenantId }) => tenantId === null || inScope(scope, tenantId))
      .map(({ name, tenantId }) => (tenantId === null ? name : `${tenantId}/${name}`));
  return {
    ...{ ok: true, revision, revision_now: revisionNow, problems: [], lint, rules },
    changes: { added: names(added), removed: names(removed), changed: names(changed) },
  };
}
