import { refusal } from '../../../session/refusal.ts';
import { useMay } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { NameList } from '../name-list.tsx';
import { StandingPill } from '../standing.tsx';
import { standingOf } from '../standing-of.ts';
import type { Capability } from './capabilities-tab.tsx';

interface CapabilitiesTableProps {
  readonly grants: readonly Capability[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly onRevoke: (grant: Capability) => void;
}

/** Grants, the newest first. */
export function CapabilitiesTable({ grants, now, onRevoke }: CapabilitiesTableProps) {
  const may = useMay();
  return (
    <div className="tenants-wide">
      <DataTable
        label="Table of capabilities"
        rows={grants}
        keyOf={({ id }) => id}
        columns={[
          {
            id: 'agent',
            title: 'Agent',
            cell: ({ agent_id, id }) => (
              <span className="tenants-two">
                <Foreign text={agent_id} most={60} />
                <code className="small">{id}</code>
              </span>
            ),
          },
          {
            id: 'state',
            title: 'State',
            cell: (grant) => <StandingPill standing={standingOf(grant, now)} />,
          },
          {
            id: 'tenant',
            title: 'Tenant',
            cell: ({ tenant_id, session_id }) => (
              <span className="tenants-two">
                <Foreign text={tenant_id} most={60} />
                {session_id === null ? null : (
                  <span className="soft small">
                    session <Foreign text={session_id} most={60} />
                  </span>
                )}
              </span>
            ),
          },
          {
            id: 'tools',
            title: 'Tools',
            cell: ({ tools }) => <NameList names={tools} all="Any tool (*)" />,
          },
          {
            id: 'secrets',
            title: 'Secrets',
            cell: ({ secrets }) => <NameList names={secrets} all="Any secret (*)" />,
          },
          {
            id: 'made',
            title: 'Granted',
            cell: ({ created_at, issuer }) => (
              <span className="tenants-two">
                <Time at={created_at} form="ago" />
                <span className="soft small">
                  by <Foreign text={issuer} most={60} />
                </span>
              </span>
            ),
          },
          {
            id: 'ends',
            title: 'Ends',
            cell: ({ expires_at, revoked_at }) => <Time at={revoked_at ?? expires_at} form="ago" />,
          },
          {
            id: 'revoke',
            title: <span className="unseen">Revoke</span>,
            cell: (grant) =>
              standingOf(grant, now) === 'serves' ? (
                <Button
                  aria-label={`Revoke ${grant.id}`}
                  refused={refusal('capability_revoke', may)}
                  onClick={() => {
                    onRevoke(grant);
                  }}
                >
                  Revoke…
                </Button>
              ) : null,
          },
        ]}
      />
    </div>
  );
}
