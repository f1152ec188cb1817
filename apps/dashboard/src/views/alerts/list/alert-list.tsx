import { useRef } from 'react';
import { Link, useSearch } from 'wouter';
import { useRowKeys } from '../../../app/shortcuts.ts';
import { Answer } from '../../../ui/answer.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { countWords } from '../../../ui/figures.ts';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { tenantWords, type Alert, type AlertFilter } from '../alert.ts';
import { SeverityPill } from '../severity.tsx';
import { Status } from '../status.tsx';
import { AlertFilterForm } from './alert-filter-form.tsx';
import { NoAlerts } from './no-alerts.tsx';
import { useAlerts } from './use-alerts.ts';

interface AlertListProps {
  readonly filter: AlertFilter;
  readonly onNarrow: (filter: AlertFilter) => void;
}

/** Alerts that go on, or those that are over. */
export function AlertList({ filter, onNarrow }: AlertListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const search = useSearch();
  const pages = useAlerts(filter);
  useRowKeys(frame, '[data-alert]');
  const pathOf = ({ id }: Alert): string =>
    `/${filter.state}/${encodeURIComponent(id)}${search === '' ? '' : `?${search}`}`;
  return (
    <section className="card" aria-label={filter.state === 'open' ? 'Going on' : 'History'}>
      <div className="card-head">
        <AlertFilterForm key={filter.rule} filter={filter} onNarrow={onNarrow} />
      </div>
      <Answer of={pages} label="Loading alerts">
        {(data) => {
          const alerts = data.pages.flatMap((page) => page.alerts);
          return (
            <div ref={frame}>
              <p className="unseen" aria-live="polite">
                {countWords(alerts.length)} alerts are shown
              </p>
              <DataTable
                label={filter.state === 'open' ? 'Alerts that go on' : 'Alerts that are over'}
                rows={alerts}
                keyOf={({ id }) => id}
                columns={columnsWith(pathOf)}
                empty={<NoAlerts filter={filter} />}
              />
              {pages.hasNextPage ? (
                <p className="card-body">
                  <Button
                    busy={pages.isFetchingNextPage}
                    onClick={() => {
                      void pages.fetchNextPage();
                    }}
                  >
                    Show older ones
                  </Button>
                </p>
              ) : null}
            </div>
          );
        }}
      </Answer>
    </section>
  );
}

function columnsWith(pathOf: (alert: Alert) => string): readonly Column<Alert>[] {
  return [
    {
      id: 'rule',
      title: 'Rule',
      cell: (alert) => (
        <Link href={pathOf(alert)} data-alert className="alerts-name">
          <Foreign text={alert.rule} most={80} />
        </Link>
      ),
    },
    {
      id: 'severity',
      title: 'Severity',
      cell: ({ severity }) => <SeverityPill severity={severity} />,
    },
    { id: 'status', title: 'Status', cell: (alert) => <Status of={alert} /> },
    {
      id: 'tenant',
      title: 'Tenant',
      cell: ({ tenant_id }) => <Foreign text={tenantWords(tenant_id)} most={60} />,
    },
    { id: 'count', title: 'Events', isNumber: true, cell: ({ count }) => countWords(count) },
    { id: 'first', title: 'First', cell: ({ started_at }) => <Time at={started_at} form="ago" /> },
    { id: 'last', title: 'Last', cell: ({ last_at }) => <Time at={last_at} form="ago" /> },
    {
      id: 'told',
      title: 'Told to',
      cell: ({ told_to }) =>
        told_to.length === 0 ? (
          <span className="soft">nobody</span>
        ) : (
          <Foreign text={told_to.join(', ')} most={80} />
        ),
    },
  ];
}
