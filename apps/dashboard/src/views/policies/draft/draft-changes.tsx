import type { AnswerOf } from '@safeai/client';
import { useRoute } from '../../../data/use-route.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { fullName, type PolicyRule } from '../rules/policy-rule.ts';
import { ruleChanges } from './rule-changes.ts';

/** How the rules of a draft differ from those in force. */
export function DraftChanges({ check }: { readonly check: AnswerOf<'policies_check'> }) {
  const { added, removed, changed } = check.changes;
  const policies = useRoute('policies');
  const now = policies.data?.rules ?? [];
  if (added.length + removed.length + changed.length === 0) {
    return (
      <p className="soft">
        {check.revision === check.revision_now
          ? 'No rule differs from those in force.'
          : 'No rule differs from those in force; their order or the settings do.'}
      </p>
    );
  }
  return (
    <section className="policies-tight">
      <h3>Against the rules in force</h3>
      <Names title="Added" tone="good" names={added} />
      <Names title="Removed" tone="bad" names={removed} />
      {changed.length === 0 ? null : (
        <div className="policies-tight">
          <h4 className="policies-part">Changed ({changed.length})</h4>
          {changed.map((name) => (
            <details key={name} className="policies-more">
              <summary>
                <Foreign text={name} mono />
              </summary>
              <Differences
                name={name}
                before={byName(now, name)}
                after={byName(check.rules, name)}
              />
            </details>
          ))}
        </div>
      )}
    </section>
  );
}

function byName(rules: readonly PolicyRule[], name: string): PolicyRule | undefined {
  return rules.find((rule) => fullName(rule) === name);
}

interface NamesProps {
  readonly title: string;
  readonly tone: 'good' | 'bad';
  readonly names: readonly string[];
}

function Names({ title, tone, names }: NamesProps) {
  if (names.length === 0) return null;
  return (
    <div className="policies-tight">
      <h4 className="policies-part">
        {title} ({names.length})
      </h4>
      <ul className="row">
        {names.map((name) => (
          <li key={name} className="pill" data-tone={tone}>
            <Foreign text={name} mono />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface DifferencesProps {
  readonly name: string;
  readonly before: PolicyRule | undefined;
  readonly after: PolicyRule | undefined;
}

function Differences({ name, before, after }: DifferencesProps) {
  if (before === undefined || after === undefined) return null;
  return (
    <DataTable
      label={`What ${name} says otherwise`}
      rows={ruleChanges(before, after)}
      keyOf={({ part }) => part}
      columns={[
        { id: 'part', title: 'Part', cell: ({ part }) => part },
        { id: 'before', title: 'In force', cell: (each) => <Said value={each.before} /> },
        { id: 'after', title: 'Draft', cell: (each) => <Said value={each.after} /> },
      ]}
    />
  );
}

function Said({ value }: { readonly value: unknown }) {
  if (value === undefined) return <span className="soft">not said</span>;
  return (
    <Foreign text={typeof value === 'string' ? value : JSON.stringify(value)} most={300} mono />
  );
}
