import { useRef } from 'react';
import { Link } from 'wouter';
import { useRowKeys } from '../../../app/shortcuts.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { RuleAction } from '../../../ui/rule-action.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { HitCell } from './hit-cell.tsx';
import { findingsOf, fullName, type LintFinding, type PolicyRule } from './policy-rule.ts';
import { rulePath } from './rule-address.ts';
import type { Hits } from './rule-hits.ts';
import { Scope, Tags } from './rule-scope.tsx';
import { useRulePath } from './use-rule-path.ts';

interface RulesTableProps {
  readonly rules: readonly PolicyRule[];
  /** All that are in force: the place of a rule is that among them. */
  readonly all: readonly PolicyRule[];
  readonly lint: readonly LintFinding[];
  /** Absent while they are counted. */
  readonly decided: ((name: string) => Hits) | undefined;
  readonly shadow: ((name: string) => Hits) | undefined;
}

/** The rules in order of evaluation. */
export function RulesTable({ rules, all, lint, decided, shadow }: RulesTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const withQuery = useRulePath();
  useRowKeys(frame, '[data-rule]');
  return (
    <div ref={frame} className="policies-rules">
      <DataTable
        label="Rules in order of evaluation"
        rows={rules}
        keyOf={fullName}
        columns={[
          {
            id: 'rule',
            title: 'Rule',
            cell: (rule) => (
              <div className="policies-rule">
                <span className="soft small number" title="Place in the order of evaluation">
                  {all.indexOf(rule) + 1}
                </span>
                <div className="policies-rule-name">
                  <Link href={withQuery(rulePath(rule.name, rule.tenant_id))} data-rule>
                    <Foreign text={rule.name} most={120} mono />
                  </Link>
                  <Marks rule={rule} findings={findingsOf(rule, lint)} />
                </div>
              </div>
            ),
          },
          { id: 'boundary', title: 'Boundary', cell: ({ boundary }) => boundary.join(', ') },
          { id: 'tags', title: 'Tags', cell: ({ data_tags }) => <Tags tags={data_tags} /> },
          {
            id: 'action',
            title: 'Action',
            cell: ({ action, mode }) => (
              <span className="row">
                <RuleAction action={action} />
                {mode === 'shadow' ? <span className="pill">shadow</span> : null}
              </span>
            ),
          },
          { id: 'scope', title: 'Scope', cell: (rule) => <Scope rule={rule} /> },
          { id: 'priority', title: 'Priority', isNumber: true, cell: ({ priority }) => priority },
          {
            id: 'hits',
            title: 'Last 24 h',
            isNumber: true,
            cell: (rule) => (
              <HitCell
                rule={rule}
                hits={(rule.mode === 'shadow' ? shadow : decided)?.(rule.name)}
                isShared={all.some((other) => other !== rule && other.name === rule.name)}
              />
            ),
          },
        ]}
      />
    </div>
  );
}

interface MarksProps {
  readonly rule: PolicyRule;
  readonly findings: readonly LintFinding[];
}

/** Who wrote it, whether it is locked, and whether lint has something to say. */
function Marks({ rule: { origin, locked, tenant_id }, findings }: MarksProps) {
  return (
    <span className="row small soft">
      {origin === 'tenant' ? (
        <span>
          of tenant <Foreign text={tenant_id} most={40} />
        </span>
      ) : (
        origin
      )}
      {locked === true ? <span className="pill">locked</span> : null}
      {findings.length === 0 ? null : (
        <Tooltip
          says={findings
            .map(({ message }) => message)
            .join(' ')
            .slice(0, 600)}
        >
          <span className="pill" data-tone="warning" tabIndex={0}>
            <Icon name="warning" size={12} />
            lint
          </span>
        </Tooltip>
      )}
    </span>
  );
}
