import type { AnswerOf } from '@safeai/client';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { fullName } from '../rules/policy-rule.ts';

type RuleCount = AnswerOf<'policies_simulate'>['rules'][number];

const SIGNED = new Intl.NumberFormat('en', { signDisplay: 'exceptZero' });

/** How many of the decisions each rule makes now, and would make: the largest difference first. */
export function ReplayRules({ rules }: { readonly rules: readonly RuleCount[] }) {
  const busy = rules.filter(({ now, draft }) => now > 0 || draft > 0);
  if (busy.length === 0) return null;
  const rows = busy.toSorted((one, other) => differenceOf(other) - differenceOf(one));
  return (
    <Card isFlush title="Rules that decide">
      <DataTable
        label="Decisions by rule"
        rows={rows}
        keyOf={nameOf}
        columns={[
          { id: 'rule', title: 'Rule', cell: (rule) => <Foreign text={nameOf(rule)} mono /> },
          { id: 'now', title: 'Now', isNumber: true, cell: ({ now }) => countWords(now) },
          { id: 'draft', title: 'Draft', isNumber: true, cell: ({ draft }) => countWords(draft) },
          {
            id: 'difference',
            title: 'Difference',
            isNumber: true,
            cell: ({ now, draft }) => SIGNED.format(draft - now),
          },
        ]}
      />
    </Card>
  );
}

function nameOf({ name, tenant_id }: RuleCount): string {
  return fullName({ name, ...(tenant_id === null ? {} : { tenant_id }) });
}

function differenceOf({ now, draft }: RuleCount): number {
  return Math.abs(draft - now);
}
