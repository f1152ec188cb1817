import { countWords } from '../../../ui/figures.ts';
import type { ApprovalRequest } from '../request.ts';

/** What one of the rules that ask for approval needs, and has. */
export interface Need {
  readonly policyName: string;
  readonly have: number;
  readonly need: number;
  readonly groups: readonly {
    readonly role: string;
    readonly have: number;
    readonly need: number;
  }[];
  readonly escalateTo: string | null;
  readonly isMet: boolean;
}

type Asked = Pick<ApprovalRequest, 'requirements' | 'votes'>;

/** What each rule needs, as the server counts it: so many people, and so many of each role. */
export function needsOf({ requirements = [], votes = [] }: Asked): readonly Need[] {
  const approvals = votes.filter(({ verdict }) => verdict === 'approve');
  return requirements.map(({ policy_name, min_approvals, groups, escalate_to }) => {
    const counted = groups.map(({ role, count }) => ({
      role,
      need: count,
      have: approvals.filter(({ roles }) => roles.includes(role)).length,
    }));
    const isMet = [{ have: approvals.length, need: min_approvals }, ...counted].every(
      ({ have, need }) => have >= need,
    );
    return {
      ...{ policyName: policy_name, have: approvals.length, need: min_approvals },
      ...{ groups: counted, escalateTo: escalate_to, isMet },
    };
  });
}

/** Approvals so far of how many: `1 of 2`. */
export function approvalsWords(asked: Asked): string {
  const needs = needsOf(asked);
  const have = (asked.votes ?? []).filter(({ verdict }) => verdict === 'approve').length;
  const most = needs.flatMap(({ need, groups }) => [need, ...groups.map((group) => group.need)]);
  return `${countWords(have)} of ${countWords(Math.max(1, ...most))}`;
}

/** What is still missing: `1 more approval, 1 approver`; empty where nothing is. */
export function missingWords(asked: Asked): string {
  const needs = needsOf(asked);
  const more = Math.max(0, ...needs.map(({ have, need }) => need - have));
  const roles = new Map<string, number>();
  for (const { role, have, need } of needs.flatMap(({ groups }) => groups)) {
    if (need > have) roles.set(role, Math.max(roles.get(role) ?? 0, need - have));
  }
  const parts = [...roles].map(([role, count]) => `${count} of the role ${role}`);
  return [
    ...(more === 0 ? [] : [`${more} more ${more === 1 ? 'approval' : 'approvals'}`]),
    ...parts,
  ].join(', ');
}
