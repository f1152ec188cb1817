import { useRef } from 'react';
import { Link } from 'wouter';
import { useRowKeys } from '../../../app/shortcuts.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { SeverityPill } from '../severity.tsx';
import { conditionsOf, endWords, thresholdWords, type AlertRule } from './rule-conditions.ts';

/** The rules by which alerts are raised. Each leads to its alerts. */
export function RulesTable({ rules }: { readonly rules: readonly AlertRule[] }) {
  const frame = useRef<HTMLDivElement>(null);
  useRowKeys(frame, '[data-rule]');
  return (
    <div ref={frame}>
      <DataTable
        label="Rules of alerts"
        rows={rules}
        keyOf={({ name }) => name}
        empty={<Empty title="No rule raises alerts" />}
        columns={[
          {
            id: 'name',
            title: 'Rule',
            cell: ({ name }) => (
              <Link
                href={`/?${new URLSearchParams({ rule: name }).toString()}`}
                data-rule
                className="alerts-name"
              >
                <Foreign text={name} most={80} />
              </Link>
            ),
          },
          {
            id: 'severity',
            title: 'Severity',
            cell: ({ severity }) => <SeverityPill severity={severity} />,
          },
          { id: 'when', title: 'When', cell: (rule) => <Conditions of={rule} /> },
          { id: 'raised', title: 'Raised by', cell: thresholdWords },
          {
            id: 'over',
            title: 'Over after',
            cell: (rule) => <Foreign text={endWords(rule)} most={120} />,
          },
          {
            id: 'channels',
            title: 'Told to',
            cell: ({ channels }) =>
              channels === undefined || channels.length === 0 ? (
                'all channels'
              ) : (
                <Foreign text={channels.join(', ')} most={120} />
              ),
          },
        ]}
      />
    </div>
  );
}

function Conditions({ of }: { readonly of: AlertRule }) {
  const conditions = conditionsOf(of);
  if (conditions.length === 0) return <>every event</>;
  return (
    <ul className="alerts-conditions">
      {conditions.map(([name, values]) => (
        <li key={name}>
          <span className="soft">{name}</span> <Foreign text={values.join(', ')} most={160} mono />
        </li>
      ))}
    </ul>
  );
}
