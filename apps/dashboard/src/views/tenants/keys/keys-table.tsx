import { refusal } from '../../../session/refusal.ts';
import { useMay } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Time } from '../../../ui/time.tsx';
import { NameList } from '../name-list.tsx';
import { StandingPill } from '../standing.tsx';
import { standingOf } from '../standing-of.ts';
import type { ApiKey } from './keys-tab.tsx';

interface KeysTableProps {
  readonly keys: readonly ApiKey[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly onRevoke: (key: ApiKey) => void;
}

/** Keys, the newest first. */
export function KeysTable({ keys, now, onRevoke }: KeysTableProps) {
  const may = useMay();
  return (
    <div className="tenants-wide">
      <DataTable
        label="Table of API keys"
        rows={keys}
        keyOf={({ id }) => id}
        columns={[
          {
            id: 'key',
            title: 'Key',
            cell: ({ id, user_id }) => (
              <span className="tenants-two">
                <code>{id}</code>
                {user_id === id ? null : <Foreign text={user_id} most={60} />}
              </span>
            ),
          },
          {
            id: 'state',
            title: 'State',
            cell: (key) => <StandingPill standing={standingOf(key, now)} />,
          },
          { id: 'roles', title: 'Roles', cell: ({ roles }) => roles.join(', ') },
          {
            id: 'tenants',
            title: 'Tenants',
            cell: ({ tenant_ids }) => <NameList names={tenant_ids} all="All tenants" />,
          },
          {
            id: 'agents',
            title: 'Agents',
            cell: ({ agent_ids }) => <NameList names={agent_ids} all="Any" />,
          },
          {
            id: 'created',
            title: 'Made',
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
            cell: ({ expires_at, revoked_at }) =>
              revoked_at !== null ? (
                <Time at={revoked_at} form="ago" />
              ) : expires_at === null ? (
                'when it is revoked'
              ) : (
                <Time at={expires_at} form="ago" />
              ),
          },
          {
            id: 'revoke',
            title: <span className="unseen">Revoke</span>,
            cell: (key) =>
              standingOf(key, now) === 'serves' ? (
                <Button
                  aria-label={`Revoke ${key.id}`}
                  refused={refusal('key_revoke', may)}
                  onClick={() => {
                    onRevoke(key);
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
