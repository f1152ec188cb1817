import { refusal } from '../../../session/refusal.ts';
import { useMay, useSeesAll } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import type { Stop } from './stops-tab.tsx';
import { stopName } from './stop-words.ts';

interface StopsTableProps {
  readonly stops: readonly Stop[];
  readonly onLift: (stop: Stop) => void;
}

/** What is stopped: by the configuration, then by people. */
export function StopsTable({ stops, onLift }: StopsTableProps) {
  const may = useMay();
  const isOperator = useSeesAll();
  const refused = ({ set_by, by_operator }: Stop): string | null => {
    if (set_by === null) return 'It stands in the configuration, under lockdown: take it out there';
    if (by_operator && !isOperator)
      return 'Who may name every tenant set it: nobody else lifts it. You name all, or are narrowed to one';
    return refusal('lockdown_lift', may);
  };
  return (
    <div className="tenants-wide">
      <DataTable
        label="Table of emergency stops"
        rows={stops}
        keyOf={({ id }) => id}
        columns={[
          {
            id: 'what',
            title: 'What is stopped',
            cell: (stop) => (
              <span className="tenants-two">
                <strong className="foreign">{capital(stopName(stop))}</strong>
                <code className="small">{stop.id}</code>
              </span>
            ),
          },
          {
            id: 'reason',
            title: 'Reason',
            cell: ({ reason }) => <Foreign text={reason} most={300} />,
          },
          {
            id: 'by',
            title: 'Set by',
            cell: ({ set_by, by_operator }) =>
              set_by === null ? (
                'the configuration'
              ) : (
                <span className="tenants-two">
                  <Foreign text={set_by} most={60} />
                  {by_operator ? <span className="soft small">for all tenants</span> : null}
                </span>
              ),
          },
          {
            id: 'since',
            title: 'Since',
            cell: ({ created_at }) => <Time at={created_at} form="ago" />,
          },
          {
            id: 'lift',
            title: <span className="unseen">Lift</span>,
            cell: (stop) => (
              <Button
                aria-label={`Lift ${stop.id}`}
                refused={refused(stop)}
                onClick={() => {
                  onLift(stop);
                }}
              >
                Lift…
              </Button>
            ),
          },
        ]}
      />
    </div>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
