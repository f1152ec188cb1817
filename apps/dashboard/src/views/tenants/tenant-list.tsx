import type { AnswerOf } from '@safeai/client';
import { Link } from 'wouter';
import { auditAddress } from '../../data/audit-address.ts';
import { useRoute } from '../../data/use-route.ts';
import { useMay } from '../../session/session-context.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { countWords } from '../../ui/figures.ts';
import { Foreign } from '../../ui/foreign.tsx';
import { Icon } from '../../ui/icon.tsx';

type Tenant = AnswerOf<'tenants'>[number];

/** The caller's tenants. */
export function TenantList() {
  const tenants = useRoute('tenants');
  return (
    <Answer of={tenants} label="Asking for the tenants">
      {(rows) => (
        <div className="stack tenants-list">
          <Card
            isFlush
            title="Tenants"
            actions={<span className="soft small">{countWords(rows.length)}</span>}
          >
            <TenantTable rows={rows} />
          </Card>
          <p className="soft small">
            Tenants are declared in the configuration, under <code>tenants</code>. What nobody
            declared but records name has no row here.
          </p>
        </div>
      )}
    </Answer>
  );
}

function TenantTable({ rows }: { readonly rows: readonly Tenant[] }) {
  const may = useMay();
  return (
    <DataTable
      label="Table of tenants"
      rows={rows}
      keyOf={({ tenant_id }) => tenant_id}
      empty={
        <Empty
          title="There are no tenants that you may see"
          command={`curl -s ${location.origin}/v1/tenants`}
        />
      }
      columns={[
        {
          id: 'tenant',
          title: 'Tenant',
          cell: ({ tenant_id, default: isDefault, declared }) => (
            <span className="row">
              <strong>
                <Foreign text={tenant_id} most={80} />
              </strong>
              {isDefault ? <span className="pill">Default</span> : null}
              {declared ? null : <span className="pill">Not declared</span>}
            </span>
          ),
        },
        {
          id: 'description',
          title: 'Description',
          cell: ({ description }) => <Foreign text={description} most={300} />,
        },
        {
          id: 'rules',
          title: 'Rules of its own',
          isNumber: true,
          cell: ({ tenant_id, policies }) =>
            policies > 0 && may('policies') ? (
              <Link
                href={`~/dashboard/policies?${new URLSearchParams({ tenant: tenant_id }).toString()}`}
              >
                {countWords(policies)}
              </Link>
            ) : (
              countWords(policies)
            ),
        },
        { id: 'stopped', title: 'State', cell: (tenant) => <State of={tenant} /> },
        {
          id: 'leads',
          title: <span className="unseen">Leads to</span>,
          cell: ({ tenant_id }) => (
            <span className="row tenants-leads">
              {may('audit') ? (
                <Link href={auditAddress({ tenant: tenant_id, last: '24h' })}>Audit log</Link>
              ) : null}
              {may('lockdown_set') ? (
                <Link href={`/stops/new?${new URLSearchParams({ tenant: tenant_id }).toString()}`}>
                  Stop…
                </Link>
              ) : null}
            </span>
          ),
        },
      ]}
    />
  );
}

function State({ of: { stopped } }: { readonly of: Tenant }) {
  const may = useMay();
  if (!stopped)
    return (
      <span className="pill" data-tone="good">
        Serves
      </span>
    );
  const words = (
    <span className="pill" data-tone="bad">
      <Icon name="block" size={13} />
      Stopped
    </span>
  );
  return may('lockdowns') ? <Link href="/stops">{words}</Link> : words;
}
