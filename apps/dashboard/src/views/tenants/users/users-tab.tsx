import { useRoute } from '../../../data/use-route.ts';
import { useMay, useSession } from '../../../session/session-context.ts';
import { RoleNeeded } from '../../../app/no-view.tsx';
import { Answer } from '../../../ui/answer.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Foreign } from '../../../ui/foreign.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { NameList } from '../name-list.tsx';
import { AccessTable } from './access-table.tsx';

/** The configured users, and what their roles allow. */
export function UsersTab() {
  const may = useMay();
  const { rolesChecked } = useSession();
  return (
    <div className="stack">
      {rolesChecked ? null : (
        <Notice tone="warning" title="Roles are not checked">
          <p>
            On this machine the server lets everybody do everything:{' '}
            <code>dashboard.rbac_enabled</code> is off.
          </p>
        </Notice>
      )}
      {may('dashboard_users') ? (
        <Users />
      ) : (
        <RoleNeeded route="dashboard_users" title="Your role does not show who the users are" />
      )}
      <AccessTable />
    </div>
  );
}

function Users() {
  const users = useRoute('dashboard_users');
  const { user: me } = useSession();
  return (
    <Card isFlush title="Users">
      <Answer of={users} label="Asking for the users">
        {(rows) => (
          <DataTable
            label="Table of users"
            rows={rows}
            keyOf={({ user_id }) => user_id}
            empty={
              <Empty
                title="No users of your tenants are configured"
                command={`curl -s ${location.origin}/v1/dashboard/users`}
              />
            }
            columns={[
              {
                id: 'user',
                title: 'User',
                cell: ({ user_id }) => (
                  <span className="row">
                    <Foreign text={user_id} most={100} />
                    {user_id === me ? <span className="pill">You</span> : null}
                  </span>
                ),
              },
              { id: 'role', title: 'Role', cell: ({ role }) => role },
              {
                id: 'tenants',
                title: 'Tenants',
                cell: ({ tenants }) => <NameList names={tenants} all="All tenants" />,
              },
            ]}
          />
        )}
      </Answer>
      <p className="soft small tenants-foot">
        Users are in the configuration, under <code>dashboard.users</code>. Those who sign in with
        an API key or an identity provider are not among them.
      </p>
    </Card>
  );
}
